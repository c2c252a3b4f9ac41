using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: least-busy, slots: { small: 8, large: 2 } }</c>: who has the smallest share of its slots taken.</summary>
/// <param name="Slots">Calls that a candidate can well serve at once; one that is not named has the sum of its deployments' weights.</param>
public sealed record LeastBusyPolicyConfig(IReadOnlyList<KeyValuePair<string, double>> Slots) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => LeastBusyPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => Slots.Select(pair => pair.Key);

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) =>
        new LeastBusyPolicy([.. candidates.All[..candidates.PoolCount].Select(SlotsOf)]);

    /// <inheritdoc/>
    public override string Describe() => "{ kind: least-busy, slots: { "
        + string.Join(", ", Slots.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Flow.Scalar(pair.Key) + ": " + NumberText.Format(pair.Value))) + " } }";

    private double SlotsOf(CandidateSnapshot candidate)
    {
        foreach (var (name, slots) in Slots)
        {
            if (name == candidate.Name)
            {
                return slots;
            }
        }

        return Math.Max(1, candidate.Deployments.Sum(deployment => deployment.Weight));
    }
}
