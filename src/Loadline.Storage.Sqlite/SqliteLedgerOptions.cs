namespace Loadline.Storage.Sqlite;

/// <summary>How a ledger file is opened.</summary>
/// <param name="Path">The file; made where there is none, unless <paramref name="MustExist"/>.</param>
/// <param name="MustExist">Whether a missing file is an error.</param>
public sealed record SqliteLedgerOptions(string Path, bool MustExist = false)
{
    /// <summary>Gets how long another process's lock is waited for. Default: 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
