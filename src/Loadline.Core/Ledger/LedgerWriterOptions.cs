namespace Loadline.Core.Ledger;

/// <summary>How rows are gathered before they are kept.</summary>
public sealed record LedgerWriterOptions
{
    /// <summary>Gets the longest a row waits before it is written. Default: 250 ms.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets the rows that are written without waiting for the interval, and at most together. Default: 500.</summary>
    public int BatchRows { get; init; } = 500;

    /// <summary>Gets the most rows that wait while the engine fails; more are dropped. Default: 16,384.</summary>
    public int BufferRows { get; init; } = 16_384;

    /// <summary>Gets the number of newest decisions that can be looked up before they are written. Default: 10,000.</summary>
    public int RecentDecisions { get; init; } = 10_000;

    /// <summary>Gets how long rows are kept; <see langword="null"/>: for good.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Gets the first wait after a failure, doubled after each. Default: 250 ms.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets the longest wait between tries. Default: 10 s.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(10);
}
