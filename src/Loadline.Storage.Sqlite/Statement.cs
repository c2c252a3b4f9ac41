using System.Globalization;
using SQLitePCL;

namespace Loadline.Storage.Sqlite;

/// <summary>A prepared statement; values are bound in order from the first.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;
    private readonly nint _native;
    private int _next = 1;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _handle));

        // Held by this object for as long as the handle is, so it needs no counting of references at each call.
        _native = _handle.DangerousGetHandle();
    }

    /// <summary>Goes on to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return code == raw.SQLITE_ROW;
        }

        var error = SqliteErrors.Create(code, raw.sqlite3_errmsg(_database).utf8_to_string());
        Reset();
        throw error;
    }

    /// <summary>Carries out a statement that has no rows.</summary>
    /// <returns>Rows changed.</returns>
    public int Run()
    {
        Step();
        raw.sqlite3_reset(_handle);
        return raw.sqlite3_changes(_database);
    }

    public void Reset()
    {
        raw.sqlite3_reset(_handle);
        _next = 1;
    }

    /// <summary>Begins binding anew; the statement has been run to its end.</summary>
    public Statement Again()
    {
        _next = 1;
        return this;
    }

    public Statement Bind(long value)
    {
        Check(NativeBinds.Int64(_native, _next++, value));
        return this;
    }

    public Statement Bind(double value)
    {
        Check(NativeBinds.Double(_native, _next++, value));
        return this;
    }

    public Statement Bind(long? value) => value is { } known ? Bind(known) : Null();

    public Statement Bind(ReadOnlySpan<byte> blob)
    {
        Check(blob.Length <= NativeBinds.MostBytes ? NativeBinds.Blob(_native, _next++, blob) : raw.sqlite3_bind_blob(_handle, _next++, blob));
        return this;
    }

    public Statement BindText(ReadOnlySpan<byte> utf8)
    {
        Check(utf8.Length <= NativeBinds.MostBytes ? NativeBinds.Text(_native, _next++, utf8) : raw.sqlite3_bind_text(_handle, _next++, utf8));
        return this;
    }

    public Statement Bind(string? text)
    {
        if (text is null)
        {
            return Null();
        }

        Check(raw.sqlite3_bind_text(_handle, _next++, text));
        return this;
    }

    /// <summary>Binds an exact decimal as text: SQLite's own numbers would round it.</summary>
    public Statement Bind(decimal? value)
    {
        if (value is not { } known)
        {
            return Null();
        }

        Span<byte> text = stackalloc byte[40];
        known.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return BindText(text[..length]);
    }

    public Statement Null()
    {
        Check(NativeBinds.Null(_native, _next++));
        return this;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    public double Double(int column) => raw.sqlite3_column_double(_handle, column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public decimal? Decimal(int column) => Text(column) is { } text ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : null;

    /// <summary>Reads bytes that are valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw SqliteErrors.Create(code, raw.sqlite3_errmsg(_database).utf8_to_string());
        }
    }
}
