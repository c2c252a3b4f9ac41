using System.Globalization;
using Loadline.Core.Agents;
using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: stage, use: { exploring: small, producing: medium, trouble: large } }</c>: by where an agent stands in its work.</summary>
/// <param name="Use">The candidate of each stage named.</param>
/// <param name="Latch">When trouble is called, and when it is over.</param>
public sealed record StagePolicyConfig(IReadOnlyList<KeyValuePair<AgentStage, string>> Use, StageLatch Latch) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => StagePolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => Use.Select(pair => pair.Value);

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates)
    {
        var indexes = new int[AgentStages.Names.Count];
        Array.Fill(indexes, -1);
        foreach (var (stage, candidate) in Use)
        {
            indexes[(int)stage] = candidates.PoolIndexOf(candidate);
        }

        return new StagePolicy(indexes, Latch);
    }

    /// <inheritdoc/>
    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{{ kind: stage, use: {{ {string.Join(", ", Use.OrderBy(pair => pair.Key).Select(pair => AgentStages.ToName(pair.Key) + ": " + Flow.Scalar(pair.Value)))} }}, escalate_after: {Latch.EscalateAfter}, release_after: {Latch.ReleaseAfter}, repeats: {Latch.Repeats} }}");
}
