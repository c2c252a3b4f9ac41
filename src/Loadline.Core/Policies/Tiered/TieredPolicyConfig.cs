using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: tiered, tiers: [{ below: 0.3, use: small }, { use: large }] }</c>: a candidate for each band of complexity.</summary>
/// <param name="Tiers">The bands, weakest candidate first; bounds rise and only the last has none.</param>
public sealed record TieredPolicyConfig(IReadOnlyList<Tier> Tiers) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => TieredPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => Tiers.Select(tier => tier.Use);

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => new TieredPolicy(
        [.. Tiers.Select(tier => (float)(tier.Below ?? double.PositiveInfinity))],
        [.. Tiers.Select(tier => candidates.PoolIndexOf(tier.Use))]);

    /// <inheritdoc/>
    public override string Describe() => "{ kind: tiered, tiers: " + Flow.List(Tiers.Select(Describe)) + " }";

    private static string Describe(Tier tier) =>
        (tier.Below is { } below ? "{ below: " + NumberText.Format(below) + ", use: " : "{ use: ") + Flow.Scalar(tier.Use) + " }";
}
