using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Rules;
using Loadline.Core.Runtime;
using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: semantic, routes: [{ name: refunds, use: small, examples: […] }] }</c>: by what the request sounds like.</summary>
/// <param name="Routes">What requests sound like, and who answers those.</param>
/// <param name="Threshold">The similarity that a request must reach where its route says nothing, in [0,1].</param>
/// <param name="Margin">How much more alike the nearest route must be than the next, in [0,1].</param>
public sealed record SemanticPolicyConfig(IReadOnlyList<SemanticRoute> Routes, double Threshold, double Margin) : PolicyConfig
{
    /// <summary>The threshold where the config names none.</summary>
    public const double DefaultThreshold = 0.2;

    /// <inheritdoc/>
    public override string Kind => SemanticPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => Routes.Select(route => route.Use).Where(use => use.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>Gets who embeds messages; <see langword="null"/>: words are compared.</summary>
    public EmbeddingSource? Embeddings { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Threshold"/> was written: then it holds for meanings, too.</summary>
    public bool IsThresholdWritten { get; init; }

    /// <summary>Gets a value indicating whether routes' thresholds were fitted by words, and say nothing of meanings.</summary>
    public bool IsFittedByWords { get; init; }

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => Create(candidates, new EmbeddingState(), new SemanticEmbeddings.Kept());

    // What another model embedded, or of other examples, is of no use.
    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates, PolicyScope scope)
    {
        if (Embeddings is not { } source)
        {
            return Create(candidates);
        }

        var key = scope.Key + "/semantic " + source.Model;
        return Create(
            candidates,
            scope.States.Get(key, () => new EmbeddingState()),
            scope.States.Get(key + " " + Flow.List(Routes.Select(Describe)), () => new SemanticEmbeddings.Kept()));
    }

    private SemanticPolicy Create(CandidateSet candidates, EmbeddingState state, SemanticEmbeddings.Kept kept) => new(
        SemanticIndex.Build([.. Routes.Select(route => route.Examples.Texts)]),
        [.. Routes.Select(route => route.Examples.Name)],
        [.. Routes.Select(route => (float)(Embeddings is null || IsFittedByWords ? route.Examples.Threshold ?? Threshold : DefaultThreshold))],
        [.. Routes.Select(route => candidates.PoolIndexOf(route.Use))],
        (float)Margin,
        Embeddings is { } source ? new SemanticEmbeddings(new EmbeddingQuery(source, state, 0, false), [.. Routes.Select(route => route.Examples.Texts)], kept) : null,
        [.. Routes.Select(route => (float?)((IsFittedByWords ? null : route.Examples.Threshold) ?? (IsThresholdWritten ? Threshold : null)))]);

    // Examples by their digest: a route is what its examples are.
    /// <inheritdoc/>
    public override string Describe() => "{ kind: semantic, routes: " + Flow.List(Routes.Select(Describe)) + ", threshold: "
        + NumberText.Format(Threshold) + ", margin: " + NumberText.Format(Margin) + (Embeddings is { } source ? ", embeddings: { model: " + Flow.Scalar(source.Model) + ", timeout: "
        + NumberText.Format(source.Timeout.TotalSeconds) + "s" + (source.DailyUsd is { } daily ? ", daily_usd: " + NumberText.Format((double)daily) : "") + " }" : "") + " }";

    private static string Describe(SemanticRoute route) => "{ name: " + Flow.Scalar(route.Examples.Name) + ", use: " + Flow.Scalar(route.Use)
        + ", examples: sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', route.Examples.Texts))))[..16]
        + (route.Examples.Threshold is { } threshold ? ", threshold: " + NumberText.Format(threshold) : "") + " }";
}
