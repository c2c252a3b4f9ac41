namespace Loadline.Core.Watching;

/// <summary>What the audits of a canary have shown so far. Immutable; kept with how its route stands.</summary>
public sealed record CanaryState
{
    /// <summary>Gets the audits.</summary>
    public long Audits { get; init; }

    /// <summary>Gets the audits where the choice was another model than the reference.</summary>
    public long Pairs { get; init; }

    /// <summary>Gets the sessions that are closed, and what they sum up to.</summary>
    public CanarySums Closed { get; init; } = new();

    /// <summary>Gets the sessions that may go on, the latest last.</summary>
    public IReadOnlyList<CanarySession> Open { get; init; } = [];

    /// <summary>Gets the bet that proves the line on the canary's traffic, of closed sessions.</summary>
    public LineBetState? Proof { get; init; }

    /// <summary>Gets which of the route's canaries it is, from 1; the j-th may be proven wrongly with probability δ/(j(j+1)).</summary>
    public int Number { get; init; } = 1;

    /// <summary>Gets a value indicating whether the route has left this canary; its next one begins with nothing.</summary>
    public bool IsOver { get; init; }
}
