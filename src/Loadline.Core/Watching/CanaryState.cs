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

    /// <summary>Gets the bet that proves the line on the canary's traffic.</summary>
    public LineBetState? Proof { get; init; }
}
