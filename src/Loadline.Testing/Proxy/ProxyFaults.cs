namespace Loadline.Testing;

/// <summary>What a <see cref="FaultProxy"/> does to the bytes it relays, in both directions; the default does nothing.</summary>
public sealed record ProxyFaults
{
    public static ProxyFaults None { get; } = new();

    /// <summary>Gets the delay before each piece is passed on.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Gets the most bytes a second in each direction; 0: no limit.</summary>
    public int BytesPerSecond { get; init; }

    /// <summary>Gets the most bytes passed on at once; 0: as they come.</summary>
    public int SliceBytes { get; init; }

    /// <summary>Gets the number of answer bytes after which both sides are reset (RST); <see langword="null"/>: never.</summary>
    public int? ResetAfter { get; init; }

    /// <summary>Gets a value indicating whether nothing is passed on any more, while connections stay open: a black hole.</summary>
    public bool BlackHole { get; init; }
}
