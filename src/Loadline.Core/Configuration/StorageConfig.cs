namespace Loadline.Core.Configuration;

/// <summary>What is kept of requests, and where; read once at start, not reloaded.</summary>
public sealed record StorageConfig
{
    /// <summary>Gets the SQLite file; <see langword="null"/>: the ledger is kept elsewhere. Default: <c>loadline.db</c> in the working directory.</summary>
    public string? LedgerFile { get; init; } = "loadline.db";

    /// <summary>Gets the address of the PostgreSQL database; where neither it nor a file is given, the ledger is kept in memory.</summary>
    public Secret? Postgres { get; init; }

    /// <summary>Gets a value indicating whether the file above was asked for, and not merely the default.</summary>
    public bool IsLedgerStated { get; init; }

    /// <summary>Gets a value indicating whether prompts and answers are kept too. Default: no.</summary>
    public bool Content { get; init; }

    /// <summary>Gets how long rows are kept; <see langword="null"/>: for good. Default: 90 days.</summary>
    public TimeSpan? Keep { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Gets the longest that a row waits to be written: what a kill can lose. Default: 250 ms.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets the most rows that wait while the disk fails. Default: 16,384.</summary>
    public int Buffer { get; init; } = 16_384;

    /// <summary>Gets the SQLite library to load; <see langword="null"/>: the newest that is found.</summary>
    public string? Library { get; init; }
}
