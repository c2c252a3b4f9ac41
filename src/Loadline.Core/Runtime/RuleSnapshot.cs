using Loadline.Core.Policies;
using Loadline.Core.Rules;

namespace Loadline.Core.Runtime;

/// <summary>A rule as requests use it.</summary>
public sealed class RuleSnapshot
{
    public required string Name { get; init; }

    public required Condition When { get; init; }

    /// <summary>Gets the candidates this rule leaves, with those that failover may reach.</summary>
    public required CandidateSet Candidates { get; init; }

    public required IRoutingPolicy Policy { get; init; }

    public string? Residency { get; init; }

    /// <summary>Gets the short reason, made once: <c>rule=private policy=cheapest</c>.</summary>
    public required string Reason { get; init; }
}
