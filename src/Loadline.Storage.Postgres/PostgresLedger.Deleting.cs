using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <content>Deleting: a little at a time, with the sums that the rows were in.</content>
public sealed partial class PostgresLedger
{
    // Small enough that no transaction is open for long.
    private const int RowsAtOnce = 2_000;

    private static readonly string[] Belongings = ["contents WHERE decision", "attempts WHERE decision", "feedback WHERE id", "audits WHERE id", "labels WHERE id", "decisions WHERE id"];

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(LedgerSelection selection, CancellationToken cancellationToken = default)
    {
        selection.Check();
        var deleted = 0L;
        while (true)
        {
            var count = await _database.InTransactionAsync(
                (connection, transaction) => DeleteSomeAsync(connection, transaction, selection, cancellationToken), cancellationToken).ConfigureAwait(false);
            deleted += count;
            if (count < RowsAtOnce)
            {
                break;
            }
        }

        if (deleted > 0)
        {
            // Deleted rows stay in their pages until these are swept; what write-ahead log and backups have, no program can take out.
            await _database.RunAsync(connection => connection.ExecuteLongAsync("VACUUM contents, decisions, attempts, feedback, audits, labels", cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    /// <inheritdoc/>
    public async ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        var day = DateOnly.FromDateTime(before.UtcDateTime);
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var dropped = await _days.DropBeforeAsync(day, cancellationToken).ConfigureAwait(false);
        await _database.InTransactionAsync(
            async (connection, _) =>
            {
                var first = DecisionGuid.First(start);
                await connection.ExecuteLongAsync("DELETE FROM feedback WHERE id < $1", cancellationToken, Commands.Value(first)).ConfigureAwait(false);
                await connection.ExecuteLongAsync("DELETE FROM labels WHERE id < $1", cancellationToken, Commands.Value(first)).ConfigureAwait(false);
                await connection.ExecuteLongAsync("DELETE FROM audits WHERE id < $1", cancellationToken, Commands.Value(first)).ConfigureAwait(false);
                return await connection.ExecuteLongAsync("DELETE FROM spans WHERE start < $1", cancellationToken, Commands.Value(start.ToUnixTimeSeconds())).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return dropped;
    }

    private async Task<int> DeleteSomeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, LedgerSelection selection, CancellationToken cancellationToken)
    {
        var ids = await SelectAsync(connection, selection, cancellationToken).ConfigureAwait(false);
        if (ids.Length == 0)
        {
            return 0;
        }

        if (selection.ContentOnly)
        {
            await connection.ExecuteLongAsync("UPDATE audits SET other_answer = NULL WHERE id = ANY($1)", cancellationToken, Commands.Value(ids)).ConfigureAwait(false);
            return await connection.ExecuteLongAsync("DELETE FROM contents WHERE decision = ANY($1)", cancellationToken, Commands.Value(ids)).ConfigureAwait(false);
        }

        var spans = new Spans(_writer);
        var command = connection.Command($"SELECT {DecisionRows.Columns} FROM decisions WHERE id = ANY($1)", Commands.Value(ids));
        await using var scope = command.ConfigureAwait(false);
        foreach (var row in await DecisionRows.ReadAsync(command, withContent: false, cancellationToken).ConfigureAwait(false))
        {
            spans.Subtract(DecisionGuid.Parse(row.Decision.Id), row.Decision);
        }

        await spans.WriteAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        foreach (var table in Belongings)
        {
            await connection.ExecuteLongAsync($"DELETE FROM {table} = ANY($1)", cancellationToken, Commands.Value(ids)).ConfigureAwait(false);
        }

        return ids.Length;
    }

    // Locked, so that two who delete at once take no row out of the sums twice.
    private static async Task<Guid[]> SelectAsync(NpgsqlConnection connection, LedgerSelection selection, CancellationToken cancellationToken)
    {
        var where = new Where();
        if (selection.DecisionId is { } id)
        {
            where.Add("d.id = ?", Commands.Value(DecisionGuid.Parse(id)));
        }
        else if (selection.Caller is { } caller)
        {
            where.Add("d.caller = ?", Commands.Value(DecisionGuid.FromHash(caller)!.Value));
        }
        else
        {
            var before = selection.Before!.Value;
            where.Add("d.id <= ?", Commands.Value(DecisionGuid.Last(before)));
            where.Add("d.ticks < ?", Commands.Value(before.UtcTicks));
        }

        var from = selection.ContentOnly ? "decisions d JOIN contents c ON c.decision = d.id" : "decisions d";
        return [.. await connection.ListAsync(
            FormattableString.Invariant($"SELECT d.id FROM {from}{where} ORDER BY d.id LIMIT {RowsAtOnce} FOR UPDATE OF d"), static row => row.GetGuid(0), cancellationToken, where.Parameters)
            .ConfigureAwait(false)];
    }
}
