using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: fixed, use: large }</c>: always the same candidate.</summary>
/// <param name="Use">The candidate.</param>
public sealed record FixedPolicyConfig(string Use) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => FixedPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => [Use];

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => new FixedPolicy(candidates.PoolIndexOf(Use));

    /// <inheritdoc/>
    public override string Describe() => "{ kind: fixed, use: " + Flow.Scalar(Use) + " }";
}
