using Loadline.Core.Ledger;

namespace Loadline.Storage.Postgres;

/// <content>Decisions, attempts, feedback.</content>
public sealed partial class PostgresLedger
{
    private sealed class DecisionStore(PostgresLedger ledger) : IDecisionStore
    {
        public async ValueTask<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken = default) =>
            await ledger.AppendAsync(entries, cancellationToken).ConfigureAwait(false);

        public async ValueTask<LedgerEntry?> FindAsync(string id, CancellationToken cancellationToken = default)
        {
            if (!DecisionGuid.TryParse(id, out var key))
            {
                return null;
            }

            var where = new Where();
            where.Add("id = ?", Commands.Value(key));
            var found = await SelectAsync(where, "", withContent: true, cancellationToken).ConfigureAwait(false);
            return found.Count == 0 ? null : found[0];
        }

        public async ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerPage page, CancellationToken cancellationToken = default)
        {
            var where = Where.Of(page.Filter);
            if (page.After is { } after)
            {
                where.Add(page.NewestFirst ? "id < ?" : "id > ?", Commands.Value(DecisionGuid.Parse(after)));
            }

            return await SelectAsync(
                where, FormattableString.Invariant($" ORDER BY id {(page.NewestFirst ? "DESC" : "ASC")} LIMIT {Math.Max(0, page.Limit)}"), page.WithContent, cancellationToken)
                .ConfigureAwait(false);
        }

        public async ValueTask<IReadOnlyList<LedgerTotals>> TotalsAsync(LedgerFilter filter, CancellationToken cancellationToken = default) =>
            await ledger._database.RunAsync(connection => new TotalsQuery(connection, filter).RunAsync(cancellationToken), cancellationToken).ConfigureAwait(false);

        private Task<IReadOnlyList<LedgerEntry>> SelectAsync(Where where, string tail, bool withContent, CancellationToken cancellationToken) => ledger._database.RunAsync(
            async connection =>
            {
                var command = connection.Command($"SELECT {DecisionRows.Columns} FROM decisions{where}{tail}", where.Parameters);
                await using var scope = command.ConfigureAwait(false);
                return await DecisionRows.ReadAsync(command, withContent, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    private sealed class AttemptStore(PostgresLedger ledger) : IAttemptStore
    {
        public async ValueTask<IReadOnlyList<LedgerAttempt>> ListAsync(LedgerPage page, CancellationToken cancellationToken = default)
        {
            var entries = await ledger.Decisions.ListAsync(page with { WithContent = false }, cancellationToken).ConfigureAwait(false);
            return [.. entries.SelectMany(entry => entry.Decision.Attempts.Select(
                (attempt, index) => new LedgerAttempt(entry.Decision.Id, entry.Decision.Time, index + 1, attempt)))];
        }
    }

    private sealed class FeedbackStore(PostgresDatabase database) : IFeedbackStore
    {
        private const string Upsert = """
            INSERT INTO feedback (id, source, ticks, quality, comment) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id, source) DO UPDATE SET ticks = excluded.ticks, quality = excluded.quality, comment = excluded.comment
            """;

        public async ValueTask AddAsync(FeedbackRecord feedback, CancellationToken cancellationToken = default) => await database.RunAsync(
            connection => connection.ExecuteAsync(
                Upsert, cancellationToken, Commands.Value(DecisionGuid.Parse(feedback.DecisionId)), Commands.Value(feedback.Source),
                Commands.Value(feedback.Time.UtcTicks), Commands.Value(feedback.Quality), Commands.Value(feedback.Comment)),
            cancellationToken).ConfigureAwait(false);

        public async ValueTask<IReadOnlyList<FeedbackRecord>> ForAsync(string decisionId, CancellationToken cancellationToken = default) => await database.RunAsync(
            connection => connection.ListAsync(
                "SELECT source, ticks, quality, comment FROM feedback WHERE id = $1 ORDER BY source COLLATE \"C\"",
                row => new FeedbackRecord(decisionId, new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetDouble(2), row.GetString(0)) { Comment = row.Text(3) },
                cancellationToken,
                Commands.Value(DecisionGuid.Parse(decisionId))),
            cancellationToken).ConfigureAwait(false);
    }
}
