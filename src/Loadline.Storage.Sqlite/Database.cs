using System.Globalization;
using Loadline.Core.Ledger;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Loadline.Storage.Sqlite;

/// <summary>One connection, with the few calls that are used of it. Not thread-safe.</summary>
/// <remarks>Statements go by the library's own calls and not by ADO.NET: boxing parameters cost more than the insert itself.</remarks>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private Database(SqliteConnection connection) => _connection = connection;

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>Opens a file.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be opened.</exception>
    public static Database Open(SqliteLedgerOptions options, bool canCreate)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = canCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            var database = new Database(connection);
            raw.sqlite3_busy_timeout(database.Handle, (int)options.BusyTimeout.TotalMilliseconds);
            return database;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new LedgerUnavailableException($"{options.Path} cannot be opened ({error.Message}).", error);
        }
    }

    /// <summary>Gets a statement, prepared once a connection and reset for use.</summary>
    public Statement Use(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = new Statement(Handle, sql);
        }

        statement.Reset();
        return statement;
    }

    public void Run(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    public long Number(string sql)
    {
        var statement = Use(sql);
        var number = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return number;
    }

    public string Text(string sql)
    {
        var statement = Use(sql);
        var text = statement.Step() ? statement.Text(0) ?? "" : "";
        statement.Reset();
        return text;
    }

    public void SetVersion(int version) => Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));

    /// <summary>Does some work in one transaction that takes the write lock first.</summary>
    public T InTransaction<T>(Func<T> work)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            Run("COMMIT");
            return result;
        }
        catch
        {
            ResetAll();
            raw.sqlite3_exec(Handle, "ROLLBACK");
            throw;
        }
    }

    public void BackUpTo(string path)
    {
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            target.Open();
            _connection.BackupDatabase(target);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Create(error.SqliteErrorCode, error.Message);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void ResetAll()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw SqliteErrors.Create(code, raw.sqlite3_errmsg(Handle).utf8_to_string());
        }
    }
}
