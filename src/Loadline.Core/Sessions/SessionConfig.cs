using Loadline.Core.Rules;

namespace Loadline.Core.Sessions;

/// <summary><c>sessions: { margin: 10%, … }</c>: how conversations stay with their model.</summary>
public sealed record SessionConfig
{
    /// <summary>The most sessions remembered where the config says nothing.</summary>
    public const int DefaultMost = 65_536;

    /// <summary>Gets the share of a turn's cost that moving must gain beyond the cache it loses. Default: 0.1.</summary>
    public double Margin { get; init; } = 0.1;

    /// <summary>Gets what happens where the policy wants a dearer candidate; <see langword="null"/>: what suits the policy.</summary>
    public UpwardMove? Upward { get; init; }

    /// <summary>Gets how long a provider is taken to keep a prompt's prefix. Default: 5 minutes.</summary>
    public TimeSpan Cache { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the further turns that a cheaper candidate is expected to serve, beside this one. Default: 0.</summary>
    public double Turns { get; init; }

    /// <summary>Gets how long a silent session is remembered. Default: an hour.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Gets a value indicating whether a higher effort of the session's model goes before a dearer model.</summary>
    public bool EffortFirst { get; init; }

    /// <summary>Gets the most sessions remembered at once, a power of two; the longest silent go first. Default: 65,536.</summary>
    public int Most { get; init; } = DefaultMost;

    /// <summary>Writes it as the config does; the route's digest is taken over it.</summary>
    public string Describe() =>
        "{ margin: " + NumberText.Format(Margin) + (Upward is { } upward ? ", upward: " + (upward == UpwardMove.Hold ? "hold" : "follow") : "")
        + ", cache: " + NumberText.Format(Cache.TotalSeconds) + "s, turns: " + NumberText.Format(Turns)
        + ", idle: " + NumberText.Format(Idle.TotalSeconds) + "s" + (EffortFirst ? ", effort_first: true" : "") + " }";
}
