using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: weighted, weights: { small: 90, large: 10 } }</c>: a draw by weight.</summary>
/// <param name="Weights">Candidates and their weights, each above 0, in the order written; only their ratios count.</param>
public sealed record WeightedPolicyConfig(IReadOnlyList<KeyValuePair<string, double>> Weights) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => WeightedPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => Weights.Select(pair => pair.Key);

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates)
    {
        var known = Weights.Where(pair => candidates.PoolIndexOf(pair.Key) >= 0).OrderByDescending(pair => pair.Value).ToList();
        return new WeightedPolicy([.. known.Select(pair => candidates.PoolIndexOf(pair.Key))], [.. known.Select(pair => pair.Value)]);
    }

    /// <inheritdoc/>
    public override string Describe() =>
        "{ kind: weighted, weights: { " + string.Join(
            ", ",
            Weights.Select(pair => Flow.Scalar(pair.Key) + ": " + NumberText.Format(pair.Value))) + " } }";
}
