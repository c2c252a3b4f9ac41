using Loadline.Core.Limits;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Slices of budgets: one row a budget and period holds what was handed out, locked while it is changed.</summary>
public sealed class PostgresLeases(PostgresDatabase database) : IBudgetLeases
{
    // How many budgets are exchanged in one transaction.
    private const int AtOnce = 500;

    private const string MakeRows = """
        INSERT INTO budgets (subject, per, start, granted, spent)
        SELECT subject, per, start, 0, 0 FROM unnest($1, $2, $3) AS w (subject, per, start) ORDER BY subject COLLATE "C", per, start ON CONFLICT DO NOTHING
        """;

    // In one order everywhere, or two replicas could wait for each other.
    private const string LockRows = """
        SELECT w.number, b.granted, b.spent FROM budgets b
        JOIN unnest($1, $2, $3, $4) AS w (subject, per, start, number) USING (subject, per, start) ORDER BY subject COLLATE "C", per, start FOR UPDATE OF b
        """;

    private const string ReadOwn = """
        SELECT w.number, l.granted, l.spent FROM leases l
        JOIN unnest($1, $2, $3, $4) AS w (subject, per, start, number) USING (subject, per, start) WHERE l.node = $5
        """;

    private const string WriteTotals = """
        UPDATE budgets b SET granted = w.granted, spent = w.spent FROM unnest($1, $2, $3, $4, $5) AS w (subject, per, start, granted, spent)
        WHERE (b.subject, b.per, b.start) = (w.subject, w.per, w.start)
        """;

    private const string WriteOwn = """
        INSERT INTO leases (subject, per, start, node, granted, spent)
        SELECT subject, per, start, $6, granted, spent FROM unnest($1, $2, $3, $4, $5) AS w (subject, per, start, granted, spent)
        ON CONFLICT (subject, per, start, node) DO UPDATE SET granted = excluded.granted, spent = excluded.spent
        """;

    /// <inheritdoc/>
    public async ValueTask<LeaseReply> ExchangeAsync(Guid node, IReadOnlyList<LeaseWish> wishes, CancellationToken cancellationToken = default)
    {
        var grants = new LeaseGrant[wishes.Count];
        var (time, first) = (default(DateTimeOffset), 0);
        do
        {
            var part = new Part(wishes, first, Math.Min(AtOnce, wishes.Count - first));
            time = await database.InTransactionAsync((connection, transaction) => ExchangeAsync(connection, transaction, node, part, grants, cancellationToken), cancellationToken).ConfigureAwait(false);
            first += AtOnce;
        }
        while (first < wishes.Count);

        return new LeaseReply(time, grants);
    }

    private static async Task<DateTimeOffset> ExchangeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid node, Part part, LeaseGrant[] grants, CancellationToken cancellationToken)
    {
        var (totals, owns, time) = await ReadAsync(connection, transaction, node, part, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < part.Count; i++)
        {
            var wish = part[i];
            var (own, total) = (owns[i], totals[i]);
            var spent = Math.Max(own.Spent, wish.Spent);
            var granted = LeaseShares.Grant(wish with { Spent = spent }, own.Granted, total.Granted);
            totals[i] = (total.Granted + granted - own.Granted, total.Spent + spent - own.Spent);
            owns[i] = (granted, spent);
            grants[part.First + i] = new LeaseGrant(wish.Subject, wish.Per, wish.Start, granted, totals[i].Granted, totals[i].Spent);
        }

        var batch = new NpgsqlBatch(connection, transaction);
        await using var scope = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(Command(WriteTotals, [.. part.Keys(), Amounts(totals, static row => row.Granted), Amounts(totals, static row => row.Spent)]));
        batch.BatchCommands.Add(Command(WriteOwn, [.. part.Keys(), Amounts(owns, static row => row.Granted), Amounts(owns, static row => row.Spent), Commands.Value(node)]));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return time;
    }

    private static async Task<((long Granted, long Spent)[] Totals, (long Granted, long Spent)[] Own, DateTimeOffset Time)> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid node, Part part, CancellationToken cancellationToken)
    {
        var totals = new (long Granted, long Spent)[part.Count];
        var own = new (long Granted, long Spent)[part.Count];
        var batch = new NpgsqlBatch(connection, transaction);
        await using var scope = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(Command(MakeRows, part.Keys()));
        batch.BatchCommands.Add(Command(LockRows, [.. part.Keys(), part.Numbers()]));
        batch.BatchCommands.Add(Command(ReadOwn, [.. part.Keys(), part.Numbers(), Commands.Value(node)]));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var rows = reader.ConfigureAwait(false);
        foreach (var into in new[] { totals, own })
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                into[reader.GetInt32(0)] = (reader.GetInt64(1), reader.GetInt64(2));
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (totals, own, DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)));
    }

    private static NpgsqlParameter<long[]> Amounts((long Granted, long Spent)[] rows, Func<(long Granted, long Spent), long> pick) =>
        new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(pick)] };

    private static NpgsqlBatchCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    // Some of the wishes, as columns.
    private readonly record struct Part(IReadOnlyList<LeaseWish> Wishes, int First, int Count)
    {
        public LeaseWish this[int index] => Wishes[First + index];

        public NpgsqlParameter[] Keys()
        {
            var all = Wishes.Skip(First).Take(Count).ToList();
            return
            [
                new NpgsqlParameter<string[]> { TypedValue = [.. all.Select(static wish => wish.Subject)] },
                new NpgsqlParameter<int[]> { TypedValue = [.. all.Select(static wish => (int)wish.Per)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. all.Select(static wish => wish.Start.UtcTicks)] },
            ];
        }

        public NpgsqlParameter<int[]> Numbers() => new NpgsqlParameter<int[]> { TypedValue = [.. Enumerable.Range(0, Count)] };
    }
}
