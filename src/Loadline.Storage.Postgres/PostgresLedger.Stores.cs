using Loadline.Core.Ledger;

namespace Loadline.Storage.Postgres;

/// <content>The four stores.</content>
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

    private sealed class AuditStore(PostgresDatabase database) : IAuditStore
    {
        private const string Columns = "id, ticks, route, served, reference, served_quality, reference_quality, rate, judge, cost";

        public async ValueTask AddAsync(AuditRecord audit, CancellationToken cancellationToken = default) => await database.RunAsync(
            connection => connection.ExecuteAsync(
                $"INSERT INTO audits ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                cancellationToken,
                Commands.Value(DecisionGuid.Parse(audit.DecisionId)), Commands.Value(audit.Time.UtcTicks), Commands.Value(audit.Route), Commands.Value(audit.Served),
                Commands.Value(audit.Reference), Commands.Value(audit.ServedQuality), Commands.Value(audit.ReferenceQuality), Commands.Value(audit.Rate),
                Commands.Value(audit.Judge), Commands.Value(audit.CostUsd)),
            cancellationToken).ConfigureAwait(false);

        public async ValueTask<IReadOnlyList<AuditRecord>> ListAsync(LedgerFilter filter, int limit, CancellationToken cancellationToken = default)
        {
            var where = new Where();
            if (filter.From is { } from)
            {
                where.Add("ticks >= ?", Commands.Value(from.UtcTicks));
            }

            if (filter.To is { } to)
            {
                where.Add("ticks < ?", Commands.Value(to.UtcTicks));
            }

            where.AddNames(filter with { Outcome = null }, "served");
            return await database.RunAsync(
                connection => connection.ListAsync(
                    FormattableString.Invariant($"SELECT {Columns} FROM audits{where} ORDER BY id LIMIT {Math.Max(0, limit)}"),
                    static row => new AuditRecord(
                        DecisionGuid.ToText(row.GetGuid(0)), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetString(2), row.GetString(3), row.GetString(4),
                        row.GetDouble(5), row.GetDouble(6), row.GetDouble(7), row.GetString(8), row.Decimal(9)),
                    cancellationToken,
                    where.Parameters),
                cancellationToken).ConfigureAwait(false);
        }
    }
}
