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

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => new SemanticPolicy(
        SemanticIndex.Build([.. Routes.Select(route => route.Examples.Texts)]),
        [.. Routes.Select(route => route.Examples.Name)],
        [.. Routes.Select(route => (float)(route.Examples.Threshold ?? Threshold))],
        [.. Routes.Select(route => candidates.PoolIndexOf(route.Use))],
        (float)Margin);

    // Examples by their digest: a route is what its examples are.
    /// <inheritdoc/>
    public override string Describe() => "{ kind: semantic, routes: " + Flow.List(Routes.Select(Describe)) + ", threshold: "
        + NumberText.Format(Threshold) + ", margin: " + NumberText.Format(Margin) + " }";

    private static string Describe(SemanticRoute route) => "{ name: " + Flow.Scalar(route.Examples.Name) + ", use: " + Flow.Scalar(route.Use)
        + ", examples: sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', route.Examples.Texts))))[..16]
        + (route.Examples.Threshold is { } threshold ? ", threshold: " + NumberText.Format(threshold) : "") + " }";
}
