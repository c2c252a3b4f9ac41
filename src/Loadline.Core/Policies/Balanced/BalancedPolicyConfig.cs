using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: balanced, weights: { cost: 1, latency: 1, load: 0.5 } }</c>: a weighted sum of cost, latency and load.</summary>
/// <param name="Weights">How much each counts.</param>
/// <param name="View">Which latency counts.</param>
public sealed record BalancedPolicyConfig(BalanceWeights Weights, LatencyView View) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => BalancedPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => [];

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => new BalancedPolicy(Weights, View);

    /// <inheritdoc/>
    public override string Describe() => "{ kind: balanced, weights: " + Weights.Describe() + ", " + View.Describe() + " }";
}
