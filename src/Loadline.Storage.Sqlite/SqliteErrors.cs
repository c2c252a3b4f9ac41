using Loadline.Core.Ledger;
using SQLitePCL;

namespace Loadline.Storage.Sqlite;

/// <summary>Sorts the library's result codes: what may pass, and what is a defect.</summary>
internal static class SqliteErrors
{
    public static Exception Create(int code, string message) => (code & 0xff) switch
    {
        raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN
            or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_NOMEM or raw.SQLITE_PERM or raw.SQLITE_AUTH
            => new LedgerUnavailableException($"SQLite says: {message} ({code})."),
        _ => new InvalidOperationException($"SQLite says: {message} ({code})."),
    };
}
