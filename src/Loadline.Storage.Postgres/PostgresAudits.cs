using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Audits and people's labels.</summary>
internal sealed class PostgresAudits(PostgresDatabase database) : IAuditStore
{
    private const string Select = """
        SELECT a.id, a.ticks, a.route, a.served, a.reference, a.served_quality, a.reference_quality, a.rate, a.judge, a.cost, a.kind, a.label_rate,
            a.wants_label, a.details, l.ticks, l.served_quality, l.reference_quality, l.who, l.comment, a.other_answer
        FROM audits a LEFT JOIN labels l ON l.id = a.id
        """;

    private const string Insert = """
        INSERT INTO audits (id, ticks, route, served, reference, served_quality, reference_quality, rate, judge, cost, kind, label_rate, wants_label,
            details, other_answer)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING
        """;

    private const string Lock = "SELECT 1 FROM audits WHERE id = $1 FOR UPDATE";

    private const string Label = """
        INSERT INTO labels (id, ticks, served_quality, reference_quality, who, comment) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET ticks = excluded.ticks, served_quality = excluded.served_quality, reference_quality = excluded.reference_quality,
            who = excluded.who, comment = excluded.comment
        """;

    public async ValueTask AddAsync(AuditRecord audit, CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => connection.ExecuteAsync(
            Insert, cancellationToken,
            Commands.Value(DecisionGuid.Parse(audit.DecisionId)), Commands.Value(audit.Time.UtcTicks), Commands.Value(audit.Route), Commands.Value(audit.Served),
            Commands.Value(audit.Reference), Commands.Value(audit.ServedQuality), Commands.Value(audit.ReferenceQuality), Commands.Value(audit.Rate),
            Commands.Value(audit.Judge), Commands.Value(audit.CostUsd), Commands.Value((int)audit.Kind), Commands.Value(audit.LabelRate),
            new NpgsqlParameter<bool> { TypedValue = audit.WantsLabel }, Commands.Value(audit.Details.ToText()), Commands.Value(audit.OtherAnswer)),
        cancellationToken).ConfigureAwait(false);

    public async ValueTask<LabelledAudit?> LabelAsync(AuditLabel label, CancellationToken cancellationToken = default) =>
        !DecisionGuid.TryParse(label.DecisionId, out var id) ? null : await database.InTransactionAsync(
            async (connection, _) =>
            {
                // One after another, so that of several first labels one is the first.
                await connection.ExecuteAsync(Lock, cancellationToken, Commands.Value(id)).ConfigureAwait(false);
                if (await FindAsync(connection, id, cancellationToken).ConfigureAwait(false) is not { } audit)
                {
                    return null;
                }

                await connection.ExecuteAsync(
                    Label, cancellationToken, Commands.Value(id), Commands.Value(label.Time.UtcTicks), Commands.Value(label.ServedQuality),
                    Commands.Value(label.ReferenceQuality), Commands.Value(label.By), Commands.Value(label.Comment)).ConfigureAwait(false);
                return new LabelledAudit(audit with { Label = label }, audit.Label is null);
            },
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<AuditRecord?> FindAsync(string decisionId, CancellationToken cancellationToken = default) =>
        DecisionGuid.TryParse(decisionId, out var id)
            ? await database.RunAsync(connection => FindAsync(connection, id, cancellationToken), cancellationToken).ConfigureAwait(false)
            : null;

    public async ValueTask<IReadOnlyList<AuditRecord>> PageAsync(AuditPage page, CancellationToken cancellationToken = default)
    {
        var where = new Where();
        if (page.Filter.From is { } from)
        {
            where.Add("a.ticks >= ?", Commands.Value(from.UtcTicks));
        }

        if (page.Filter.To is { } to)
        {
            where.Add("a.ticks < ?", Commands.Value(to.UtcTicks));
        }

        AddName(where, "a.route = ?", page.Filter.Route);
        AddName(where, "a.served = ?", page.Filter.Model);
        if (page.Kind is { } kind)
        {
            where.Add("a.kind = ?", Commands.Value((int)kind));
        }

        if (page.OpenOnly)
        {
            where.Add("a.wants_label AND l.id IS NULL");
        }

        if (page.LabelledOnly)
        {
            where.Add("l.id IS NOT NULL");
        }

        if (page.After is { } after)
        {
            where.Add(page.NewestFirst ? "a.id < ?" : "a.id > ?", Commands.Value(DecisionGuid.Parse(after)));
        }

        var tail = FormattableString.Invariant($" ORDER BY a.id {(page.NewestFirst ? "DESC" : "ASC")} LIMIT {Math.Max(0, page.Limit)}");
        return await database.RunAsync(
            connection => connection.ListAsync(Select + where + tail, row => Read(row, page.WithContent), cancellationToken, where.Parameters), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<AuditRecord>> ListAsync(LedgerFilter filter, int limit, CancellationToken cancellationToken = default) =>
        PageAsync(new AuditPage { Filter = filter, Limit = limit, NewestFirst = false }, cancellationToken);

    private static async Task<AuditRecord?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var found = await connection.ListAsync(Select + " WHERE a.id = $1", static row => Read(row, withContent: true), cancellationToken, Commands.Value(id)).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    private static void AddName(Where where, string condition, string? name)
    {
        if (name is not null)
        {
            where.Add(condition, Commands.Value(name));
        }
    }

    private static AuditRecord Read(NpgsqlDataReader from, bool withContent)
    {
        var id = DecisionGuid.ToText(from.GetGuid(0));
        return new AuditRecord(
            id, Time(from, 1), from.GetString(2), from.GetString(3), from.GetString(4), from.GetDouble(5), from.GetDouble(6), from.GetDouble(7),
            from.GetString(8), from.Decimal(9))
        {
            Kind = (AuditKind)from.GetInt32(10),
            LabelRate = from.GetDouble(11),
            WantsLabel = from.GetBoolean(12),
            Details = AuditDetails.Parse(from.Text(13)),
            Label = from.IsDBNull(14) ? null : new AuditLabel(id, Time(from, 14), from.GetDouble(15), from.GetDouble(16), from.GetString(17)) { Comment = from.Text(18) },
            OtherAnswer = !withContent || from.IsDBNull(19) ? default : (byte[])from[19],
        };
    }

    private static DateTimeOffset Time(NpgsqlDataReader from, int column) => new(from.GetInt64(column), TimeSpan.Zero);
}
