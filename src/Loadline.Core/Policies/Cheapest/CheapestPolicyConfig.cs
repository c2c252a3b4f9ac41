using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: cheapest</c>: the least expected cost; with <c>prefer</c>, of those that keep soft limits first.</summary>
public sealed record CheapestPolicyConfig : PolicyConfig
{
    /// <summary>Gets the limits that go before cost; <see langword="null"/>: none.</summary>
    public SoftLimits? Prefer { get; init; }

    /// <inheritdoc/>
    public override string Kind => CheapestPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => [];

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => Prefer is { } prefer ? new CheapestPolicy(prefer) : CheapestPolicy.Instance;

    /// <inheritdoc/>
    public override string Describe() => Prefer is { } prefer ? "{ kind: cheapest, prefer: " + prefer.Describe() + " }" : CheapestPolicy.ConfigName;
}
