using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <content>Audits and people's labels.</content>
public sealed partial class SqliteLedger
{
    private sealed class AuditStore(SqliteLedger ledger) : IAuditStore
    {
        private const string Select =
            "SELECT a.id, a.ticks, a.route, a.served, a.reference, a.served_quality, a.reference_quality, a.rate, a.judge, a.cost, a.kind, "
            + "a.label_rate, a.wants_label, a.details, l.ticks, l.served_quality, l.reference_quality, l.who, l.comment, a.other_answer "
            + "FROM audits a LEFT JOIN labels l ON l.id = a.id";

        public ValueTask AddAsync(AuditRecord audit, CancellationToken cancellationToken = default)
        {
            ledger.Write((database, names) =>
            {
                Span<byte> id = stackalloc byte[16];
                DecisionKey.Parse(audit.DecisionId).Write(id);
                var insert = database.Use(
                    "INSERT OR IGNORE INTO audits (id, ticks, route, served, reference, served_quality, reference_quality, rate, judge, cost, kind, "
                    + "label_rate, wants_label, details, other_answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .Bind(id).Bind(audit.Time.UtcTicks).Bind(names.Of(audit.Route)).Bind(names.Of(audit.Served)).Bind(names.Of(audit.Reference))
                    .Bind(audit.ServedQuality).Bind(audit.ReferenceQuality).Bind(audit.Rate).Bind(names.Of(audit.Judge)).Bind(audit.CostUsd)
                    .Bind((long)audit.Kind).Bind(audit.LabelRate).Bind(audit.WantsLabel ? 1L : 0L).Bind(audit.Details.ToText());
                return (audit.OtherAnswer.IsEmpty ? insert.Null() : insert.Bind(audit.OtherAnswer.Span)).Run();
            });
            return ValueTask.CompletedTask;
        }

        public ValueTask<LabelledAudit?> LabelAsync(AuditLabel label, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.Write((database, names) =>
            {
                if (!DecisionKey.TryParse(label.DecisionId, out var key) || Find(database, names, key) is not { } audit)
                {
                    return null;
                }

                Span<byte> id = stackalloc byte[16];
                key.Write(id);
                database.Use("INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?, ?, ?)")
                    .Bind(id).Bind(label.Time.UtcTicks).Bind(label.ServedQuality).Bind(label.ReferenceQuality).Bind(label.By).Bind(label.Comment).Run();
                return new LabelledAudit(audit with { Label = label }, audit.Label is null);
            }));

        public ValueTask<AuditRecord?> FindAsync(string decisionId, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(DecisionKey.TryParse(decisionId, out var key) ? ledger.Read((database, names) => Find(database, names, key)) : null);

        public ValueTask<IReadOnlyList<AuditRecord>> PageAsync(AuditPage page, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<AuditRecord>>(ledger.Read((database, names) => List(database, names, page)));

        public ValueTask<IReadOnlyList<AuditRecord>> ListAsync(LedgerFilter filter, int limit, CancellationToken cancellationToken = default) =>
            PageAsync(new AuditPage { Filter = filter, Limit = limit, NewestFirst = false }, cancellationToken);

        private static AuditRecord? Find(Database database, Names names, DecisionKey key)
        {
            Span<byte> id = stackalloc byte[16];
            key.Write(id);
            var statement = database.Use(Select + " WHERE a.id = ?").Bind(id);
            var found = statement.Step() ? Read(statement, names, withContent: true) : null;
            statement.Reset();
            return found;
        }

        // Audits are few beside requests: what the page leaves out is passed over, row by row, from the page's start on.
        private static List<AuditRecord> List(Database database, Names names, AuditPage page)
        {
            var found = new List<AuditRecord>();
            var where = page.OpenOnly ? " WHERE a.wants_label = 1 AND l.id IS NULL" : " WHERE 1";
            where += page.After is null ? "" : page.NewestFirst ? " AND a.id < ?" : " AND a.id > ?";
            var statement = database.Use(Select + where + (page.NewestFirst ? " ORDER BY a.id DESC" : " ORDER BY a.id"));
            if (page.After is { } after)
            {
                Span<byte> id = stackalloc byte[16];
                DecisionKey.Parse(after).Write(id);
                statement.Bind(id);
            }

            while (found.Count < page.Limit && statement.Step())
            {
                var audit = Read(statement, names, page.WithContent);
                if (page.Matches(audit))
                {
                    found.Add(audit);
                }
            }

            statement.Reset();
            return found;
        }

        private static AuditRecord Read(Statement from, Names names, bool withContent)
        {
            var id = DecisionKey.Read(from.Blob(0)).ToString();
            return new AuditRecord(
                id, Time(from, 1), names.Name(from.Int64(2)), names.Name(from.Int64(3)), names.Name(from.Int64(4)),
                from.Double(5), from.Double(6), from.Double(7), names.Name(from.Int64(8)), from.Decimal(9))
            {
                Kind = (AuditKind)from.Int64(10),
                LabelRate = from.Double(11),
                WantsLabel = from.Int64(12) != 0,
                Details = AuditDetails.Parse(from.Text(13)),
                Label = from.IsNull(14) ? null
                    : new AuditLabel(id, Time(from, 14), from.Double(15), from.Double(16), from.Text(17)!) { Comment = from.Text(18) },
                OtherAnswer = withContent && !from.IsNull(19) ? from.Blob(19).ToArray() : default,
            };
        }
    }

    private static DateTimeOffset Time(Statement from, int column) => new(from.Int64(column), TimeSpan.Zero);
}
