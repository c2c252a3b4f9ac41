using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <content>Audits and people's labels.</content>
public sealed partial class PostgresLedger
{
    private sealed class AuditStore(PostgresDatabase database) : IAuditStore
    {
        private const string Columns =
            "id, ticks, route, served, reference, served_quality, reference_quality, rate, judge, cost, kind, label_rate, wants_label, details, "
            + "label_ticks, label_served, label_reference, label_who, label_comment";

        private const string Insert =
            "INSERT INTO audits (id, ticks, route, served, reference, served_quality, reference_quality, rate, judge, cost, kind, label_rate, wants_label, details, "
            + "other_answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 <> 0, $14, NULLIF($15, ''::bytea)) ON CONFLICT DO NOTHING";

        private const string Label =
            "UPDATE audits SET label_ticks = $2, label_served = $3, label_reference = $4, label_who = $5, label_comment = $6 WHERE id = $1";

        public async ValueTask AddAsync(AuditRecord audit, CancellationToken cancellationToken = default) => await database.RunAsync(
            connection => connection.ExecuteAsync(
                Insert,
                cancellationToken,
                Commands.Value(DecisionGuid.Parse(audit.DecisionId)), Commands.Value(audit.Time.UtcTicks), Commands.Value(audit.Route), Commands.Value(audit.Served),
                Commands.Value(audit.Reference), Commands.Value(audit.ServedQuality), Commands.Value(audit.ReferenceQuality), Commands.Value(audit.Rate),
                Commands.Value(audit.Judge), Commands.Value(audit.CostUsd), Commands.Value((int)audit.Kind), Commands.Value(audit.LabelRate),
                Commands.Value(audit.WantsLabel ? 1 : 0), Commands.Value(audit.Details.ToText()), Commands.Value(audit.OtherAnswer)),
            cancellationToken).ConfigureAwait(false);

        public async ValueTask<AuditRecord?> LabelAsync(AuditLabel label, CancellationToken cancellationToken = default)
        {
            var changed = !DecisionGuid.TryParse(label.DecisionId, out var id) ? 0 : await database.RunAsync(
                connection => connection.ExecuteAsync(
                    Label, cancellationToken, Commands.Value(id), Commands.Value(label.Time.UtcTicks), Commands.Value(label.ServedQuality),
                    Commands.Value(label.ReferenceQuality), Commands.Value(label.By), Commands.Value(label.Comment)),
                cancellationToken).ConfigureAwait(false);
            return changed == 0 ? null : await FindAsync(label.DecisionId, cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask<AuditRecord?> FindAsync(string decisionId, CancellationToken cancellationToken = default)
        {
            if (!DecisionGuid.TryParse(decisionId, out var id))
            {
                return null;
            }

            var where = new Where();
            where.Add("id = ?", Commands.Value(id));
            return (await SelectAsync(where, "", withContent: true, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        }

        public async ValueTask<IReadOnlyList<AuditRecord>> PageAsync(AuditPage page, CancellationToken cancellationToken = default)
        {
            var where = new Where();
            if (page.Filter.From is { } from)
            {
                where.Add("ticks >= ?", Commands.Value(from.UtcTicks));
            }

            if (page.Filter.To is { } to)
            {
                where.Add("ticks < ?", Commands.Value(to.UtcTicks));
            }

            if (page.Kind is { } kind)
            {
                where.Add("kind = ?", Commands.Value((int)kind));
            }

            if (page.OpenOnly || page.LabelledOnly)
            {
                where.Add(page.OpenOnly ? "wants_label AND label_ticks IS NULL AND ticks >= ?" : "label_ticks IS NOT NULL AND ticks >= ?", Commands.Value(0L));
            }

            if (page.After is { } after)
            {
                where.Add(page.NewestFirst ? "id < ?" : "id > ?", Commands.Value(DecisionGuid.Parse(after)));
            }

            where.AddNames(page.Filter with { Outcome = null }, "served");
            return await SelectAsync(
                where, FormattableString.Invariant($" ORDER BY id {(page.NewestFirst ? "DESC" : "ASC")} LIMIT {Math.Max(0, page.Limit)}"), page.WithContent, cancellationToken)
                .ConfigureAwait(false);
        }

        public ValueTask<IReadOnlyList<AuditRecord>> ListAsync(LedgerFilter filter, int limit, CancellationToken cancellationToken = default) =>
            PageAsync(new AuditPage { Filter = filter, Limit = limit, NewestFirst = false }, cancellationToken);

        private async ValueTask<IReadOnlyList<AuditRecord>> SelectAsync(Where where, string tail, bool withContent, CancellationToken cancellationToken) => await database.RunAsync(
            connection => connection.ListAsync(
                $"SELECT {Columns}, {(withContent ? "other_answer" : "NULL::bytea")} FROM audits{where}{tail}", Read, cancellationToken, where.Parameters),
            cancellationToken).ConfigureAwait(false);

        private static AuditRecord Read(NpgsqlDataReader row)
        {
            var id = DecisionGuid.ToText(row.GetGuid(0));
            return new AuditRecord(
                id, Time(row, 1), row.GetString(2), row.GetString(3), row.GetString(4),
                row.GetDouble(5), row.GetDouble(6), row.GetDouble(7), row.GetString(8), row.Decimal(9))
            {
                Kind = (AuditKind)row.GetInt32(10),
                LabelRate = row.GetDouble(11),
                WantsLabel = row.GetBoolean(12),
                Details = AuditDetails.Parse(row.Text(13)),
                Label = row.IsDBNull(14) ? null
                    : new AuditLabel(id, Time(row, 14), row.GetDouble(15), row.GetDouble(16), row.GetString(17)) { Comment = row.Text(18) },
                OtherAnswer = row.IsDBNull(19) ? default(ReadOnlyMemory<byte>) : row.GetFieldValue<byte[]>(19),
            };
        }
    }

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);
}
