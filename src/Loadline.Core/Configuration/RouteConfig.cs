using Loadline.Core.Limits;
using Loadline.Core.Policies;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration;

/// <summary>A route: which requests, which candidates, which policy.</summary>
public sealed record RouteConfig
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Pool { get; init; }

    /// <summary>Gets the model that quality and savings are measured against.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the mode. Default: <see cref="RouteMode.Observe"/>.</summary>
    public RouteMode Mode { get; init; } = RouteMode.Observe;

    /// <summary>Gets a value indicating whether the user wrote <c>quality: uncertified</c>.</summary>
    public bool Uncertified { get; init; }

    public IReadOnlyList<RuleConfig> Rules { get; init; } = [];

    public required PolicyConfig Policy { get; init; }

    public RouteLimits Limits { get; init; } = new();

    /// <summary>Gets what all callers together may use of it.</summary>
    public IReadOnlyList<UsageLimit> Usage { get; init; } = [];

    public RouteTimeouts Timeouts { get; init; } = new();

    /// <summary>Gets the candidates that may stand in after a failure although they may be weaker (<c>fallbacks.any</c>).</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>Gets the candidates that may stand in after particular failures.</summary>
    public FallbackConfig FallbacksFor { get; init; } = new();

    /// <summary>Gets what happens while the reference fails. Default: <see cref="ReferenceDown.Serve"/>.</summary>
    public ReferenceDown OnReferenceDown { get; init; }

    /// <summary>Gets what happens while everybody who could serve is benched. Default: <see cref="AllDown.Try"/>.</summary>
    public AllDown OnAllDown { get; init; }
}
