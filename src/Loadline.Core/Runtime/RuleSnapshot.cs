using Loadline.Core.Policies;
using Loadline.Core.Rules;

namespace Loadline.Core.Runtime;

/// <summary>A rule as requests use it.</summary>
public sealed class RuleSnapshot
{
    /// <summary>Gets what reasons and reports call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets when it holds.</summary>
    public required Condition When { get; init; }

    /// <summary>Gets the candidates this rule leaves, with those that failover may reach.</summary>
    public required CandidateSet Candidates { get; init; }

    /// <summary>Gets what chooses where it holds.</summary>
    public required IRoutingPolicy Policy { get; init; }

    /// <summary>Gets where the data may go where it holds; <see langword="null"/>: the rule does not say.</summary>
    public string? Residency { get; init; }

    /// <summary>Gets the short reason, made once: <c>rule=private policy=cheapest</c>.</summary>
    public required string Reason { get; init; }
}
