using System.Globalization;
using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <content>Deleting: by row ranges, a little at a time, with the sums that the rows were in.</content>
public sealed partial class SqliteLedger
{
    // Small enough that a batch of new rows never waits long for the write lock.
    private const int RowsAtOnce = 2_000;

    /// <inheritdoc/>
    public ValueTask<long> DeleteAsync(LedgerSelection selection, CancellationToken cancellationToken = default)
    {
        selection.Check();
        var deleted = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Write((database, names) => DeleteSome(database, names, selection));
            deleted += count;
            if (count < RowsAtOnce)
            {
                break;
            }
        }

        // What was deleted is overwritten in the file (secure_delete), but lies in the log until that is folded in and cut.
        lock (_gate)
        {
            Connected().Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        return ValueTask.FromResult(deleted);
    }

    /// <inheritdoc/>
    public ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        var day = new DateTimeOffset(before.UtcDateTime.Date, TimeSpan.Zero);
        var last = DecisionKey.FirstRow(day);
        var deleted = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Write((database, _) =>
            {
                var rows = Rows(database.Use($"SELECT row FROM decisions WHERE row < ? ORDER BY row LIMIT {RowsAtOnce}").Bind(last));
                DeleteRows(database, rows);
                return rows.Count;
            });
            deleted += count;
            if (count < RowsAtOnce)
            {
                break;
            }
        }

        Write((database, _) => database.Use("DELETE FROM spans WHERE start < ?").Bind(day.ToUnixTimeSeconds()).Run());
        return ValueTask.FromResult(deleted);
    }

    private static int DeleteSome(Database database, Names names, LedgerSelection selection)
    {
        var rows = Select(database, selection);
        if (selection.ContentOnly)
        {
            foreach (var row in rows)
            {
                database.Use("DELETE FROM contents WHERE decision = ?").Bind(row).Run();
                database.Use("UPDATE audits SET other_answer = NULL WHERE id = (SELECT id FROM decisions WHERE row = ?)").Bind(row).Run();
            }

            return rows.Count;
        }

        Subtract(database, names, rows);
        DeleteRows(database, rows);
        return rows.Count;
    }

    private static List<long> Select(Database database, LedgerSelection selection)
    {
        var from = selection.ContentOnly ? "decisions JOIN contents ON decision = row" : "decisions";
        var tail = string.Create(CultureInfo.InvariantCulture, $" ORDER BY row LIMIT {RowsAtOnce}");
        Span<byte> hash = stackalloc byte[16];
        if (selection.DecisionId is { } id)
        {
            var key = DecisionKey.Parse(id);
            key.Write(hash);
            return Rows(database.Use($"SELECT row FROM {from} WHERE row BETWEEN ? AND ? AND id = ?{tail}")
                .Bind(key.Row).Bind(DecisionKey.LastRowBeside(key.Row)).Bind(hash));
        }

        if (selection.Caller is { } caller)
        {
            Convert.FromHexString(caller, hash, out _, out _);
            return Rows(database.Use($"SELECT row FROM {from} WHERE caller = ?{tail}").Bind(hash));
        }

        var before = selection.Before!.Value;
        return Rows(database.Use($"SELECT row FROM {from} WHERE row <= ? AND ticks < ?{tail}")
            .Bind(DecisionKey.LastRowBeside(DecisionKey.FirstRow(before))).Bind(before.UtcTicks));
    }

    private static List<long> Rows(Statement statement)
    {
        var rows = new List<long>();
        while (statement.Step())
        {
            rows.Add(statement.Int64(0));
        }

        statement.Reset();
        return rows;
    }

    private static void DeleteRows(Database database, List<long> rows)
    {
        foreach (var row in rows)
        {
            database.Use("DELETE FROM feedback WHERE id = (SELECT id FROM decisions WHERE row = ?)").Bind(row).Run();
            database.Use("DELETE FROM labels WHERE id = (SELECT id FROM decisions WHERE row = ?)").Bind(row).Run();
            database.Use("DELETE FROM audits WHERE id = (SELECT id FROM decisions WHERE row = ?)").Bind(row).Run();
            database.Use("DELETE FROM contents WHERE decision = ?").Bind(row).Run();
            database.Use("DELETE FROM attempts WHERE decision = ?").Bind(row).Run();
            database.Use("DELETE FROM decisions WHERE row = ?").Bind(row).Run();
        }
    }

    private static void Subtract(Database database, Names names, List<long> rows)
    {
        var reader = new DecisionReader(database, names);
        var spans = new SpanWriter(database, names);
        foreach (var row in rows)
        {
            spans.Subtract(row, reader.At(row));
        }

        spans.Write();
    }
}
