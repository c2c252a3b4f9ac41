using Loadline.Core.Facts;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Signals;

/// <summary>The signals that one decision computed, as values: what remains when the request's buffers are gone.</summary>
public readonly record struct SignalValues
{
    /// <summary>Gets the estimated prompt tokens; <see langword="null"/> where nothing asked for them.</summary>
    public int? Tokens { get; init; }

    public string? Language { get; init; }

    public TaskKind? Task { get; init; }

    public Domain? Domain { get; init; }

    public float? Code { get; init; }

    public float? Math { get; init; }

    public Complexity? Complexity { get; init; }

    public PiiKinds? Pii { get; init; }

    public int Turns { get; init; }

    public int Images { get; init; }

    public int Audio { get; init; }

    public int Tools { get; init; }

    public bool Schema { get; init; }

    public RequestPriority? Priority { get; init; }

    /// <summary>Gets what a bandit's examples say the request is about: a route's position plus one; 0: it was not asked, or nothing.</summary>
    public byte Intent { get; init; }
}
