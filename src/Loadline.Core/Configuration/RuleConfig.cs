using Loadline.Core.Policies;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration;

/// <summary>One rule of a route: when it holds, and what it decides.</summary>
public sealed record RuleConfig
{
    /// <summary>Gets what reasons and reports call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets when it holds.</summary>
    public required Condition When { get; init; }

    /// <summary>Gets the one candidate this rule sends to; <see langword="null"/>: the policy chooses.</summary>
    public string? Use { get; init; }

    /// <summary>Gets the candidates this rule leaves; <see langword="null"/>: the route's pool.</summary>
    public IReadOnlyList<string>? Pool { get; init; }

    /// <summary>Gets the policy for requests of this rule; <see langword="null"/>: the route's.</summary>
    public PolicyConfig? Policy { get; init; }

    /// <summary>Gets the residency that every deployment serving such a request must state; it binds failover and observe mode, too.</summary>
    public string? Residency { get; init; }
}
