using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: cheapest</c>: the least expected cost.</summary>
public sealed record CheapestPolicyConfig : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => CheapestPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => [];

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => CheapestPolicy.Instance;

    /// <inheritdoc/>
    public override string Describe() => CheapestPolicy.ConfigName;
}
