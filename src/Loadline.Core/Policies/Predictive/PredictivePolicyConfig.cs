using System.Globalization;
using Loadline.Core.Predictors;
using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: predictive, artifact: auto.policy, keep: 0.95 }</c>: what a trained policy expects to be worth its cost.</summary>
/// <param name="Artifact">The trained policy.</param>
/// <param name="Keep">The share of the reference's quality to keep on training rows; <see langword="null"/>: 0.95.</param>
/// <param name="Lambda">Instead: how much quality one mean reference call is worth.</param>
/// <param name="Costs">Where expected costs come from.</param>
/// <param name="WarmCache">How long a conversation counts as held by the prompt cache of who answered it last; <see langword="null"/>: never.</param>
public sealed record PredictivePolicyConfig(
    PolicyArtifact Artifact, double? Keep, double? Lambda, PredictiveCosts Costs = PredictiveCosts.Trained, TimeSpan? WarmCache = null) : PolicyConfig
{
    private const double DefaultKeep = 0.95;

    /// <inheritdoc/>
    public override string Kind => PredictivePolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => [];

    /// <summary>Gets the setting of a certificate; <see langword="null"/>: none is in force.</summary>
    public KnobMix? Certified { get; init; }

    // Who sets the knob by hand is certified at that setting.
    /// <inheritdoc/>
    public override bool HasKnob => Keep is null && Lambda is null;

    /// <inheritdoc/>
    public override bool IsAtSetting => Certified is not null;

    /// <inheritdoc/>
    public override PolicyConfig At(KnobMix knob) => this with { Certified = knob };

    /// <summary>Gets the knob that requests are served at.</summary>
    public KnobMix Mix => Certified is { } certified ? certified
        : Lambda is { } lambda
        ? new KnobMix(new PolicyKnob(lambda, double.NaN, double.NaN), new PolicyKnob(lambda, double.NaN, double.NaN), 1)
        : KnobMix.For(Artifact.Knobs, Keep ?? DefaultKeep);

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) =>
        new PredictivePolicy(
            new QualityPredictor(Artifact.Weights),
            [.. candidates.All[..candidates.PoolCount].Select(candidate => ModelOf(candidate.Name))],
            Mix,
            Costs == PredictiveCosts.Live ? LiveCosts.Of(candidates, Artifact) : null,
            WarmCache);

    // A certified setting was proven for these models only.
    private int ModelOf(string name) =>
        Certified is not null && !Artifact.CertifiedModels.Contains(name, StringComparer.Ordinal) ? -1 : Array.IndexOf(Artifact.Weights.Models, name);

    /// <inheritdoc/>
    public override string? Problem(IReadOnlyList<string> pool, string? reference)
    {
        var missing = pool.Where(name => !Artifact.Models.Contains(name, StringComparer.Ordinal)).ToList();
        return missing.Count > 0
            ? $"the artifact knows nothing of {string.Join(", ", missing)}; it was trained on {string.Join(", ", Artifact.Models)}"
            : reference is not null && reference != Artifact.Reference
                ? $"the artifact measures against {Artifact.Reference}, but the route's reference is {reference}"
                : Costs == PredictiveCosts.Live && !Artifact.Weights.Lengths.AreKnown
                    ? "`costs: live` needs expected output lengths, but the table that the artifact was trained on has no output_tokens"
                    : null;
    }

    // By content: the same path with another artifact in it is another route.
    /// <inheritdoc/>
    public override string Describe() =>
        "{ kind: predictive, artifact: sha256-" + Artifact.Digest + (Lambda is { } lambda
            ? ", lambda: " + NumberText.Format(lambda)
            : ", keep: " + NumberText.Format(Keep ?? DefaultKeep))
        + (Costs == PredictiveCosts.Live ? ", costs: live" : "")
        + (WarmCache is { } warm ? ", warm_cache: " + ((long)warm.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms" : "") + " }";
}
