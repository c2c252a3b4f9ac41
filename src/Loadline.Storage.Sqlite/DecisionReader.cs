using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <summary>Reads decisions with their attempts and content.</summary>
internal sealed class DecisionReader(Database database, Names names)
{
    private readonly CandidateText _candidates = new(names);

    public LedgerEntry? Find(DecisionKey key)
    {
        Span<byte> id = stackalloc byte[16];
        key.Write(id);
        var statement = database.Use("SELECT * FROM decisions WHERE row BETWEEN ? AND ? AND id = ?")
            .Bind(key.Row).Bind(DecisionKey.LastRowBeside(key.Row)).Bind(id);
        var found = statement.Step() ? ReadRow(statement) : default;
        statement.Reset();
        return found.Decision is null ? null : Complete(found.Row, found.Decision, withContent: true);
    }

    /// <summary>Reads the decision of a row that is there, with its attempts.</summary>
    public DecisionRecord At(long row)
    {
        var statement = database.Use("SELECT * FROM decisions WHERE row = ?").Bind(row);
        statement.Step();
        var decision = ReadRow(statement).Decision;
        statement.Reset();
        return decision with { Attempts = Attempts(row) };
    }

    public IReadOnlyList<LedgerEntry> List(LedgerPage page)
    {
        var rows = new List<(long Row, DecisionRecord Decision)>();
        if (Where.TryCreate(page.Filter, names, out var where))
        {
            var order = page.NewestFirst ? "DESC" : "ASC";
            var statement = database.Use($"SELECT * FROM decisions{where.And(After(page))} ORDER BY row {order}, id {order} LIMIT ?");
            where.Bind(statement);
            BindAfter(statement, page);
            statement.Bind((long)Math.Max(0, page.Limit));
            while (statement.Step())
            {
                rows.Add(ReadRow(statement));
            }

            statement.Reset();
        }

        return [.. rows.Select(row => Complete(row.Row, row.Decision, page.WithContent))];
    }

    /// <summary>Reads the decision that a statement over all columns stands on; its attempts are not in it yet.</summary>
    public (long Row, DecisionRecord Decision) ReadRow(Statement from)
    {
        var record = new DecisionRecord
        {
            Id = DecisionKey.Read(from.Blob(1)).ToString(),
            Time = new DateTimeOffset(from.Int64(2), TimeSpan.Zero),
            Generation = from.Int64(3),
            Route = names.Name(from.Int64(4)),
            RouteDigest = names.Name(from.Int64(5)),
            Mode = names.Name(from.Int64(6)),
            Quality = names.Name(from.Int64(7)),
            Rule = Name(from, 8),
            Reason = names.Name(from.Int64(9)),
            Choice = Name(from, 10),
            Served = Name(from, 11),
            ServedAs = Name(from, 12),
            Reference = Name(from, 13),
            Outcome = names.Name(from.Int64(14)),
            Status = (int)from.Int64(15),
            Stream = from.Int64(16) != 0,
            Propensity = from.Double(17),
            EstimatedInputTokens = (int)from.Int64(18),
            EstimatedOutputTokens = (int)from.Int64(19),
            Usage = ReadUsage(from, 20),
            CostUsd = from.Decimal(26),
            ReferenceCostUsd = from.Decimal(27),
            ChoiceCostUsd = from.Decimal(28),
            OverheadMicroseconds = from.Double(29),
            DurationMs = from.Double(30),
            Caller = Hash(from, 31),
            Session = Hash(from, 32),
            Features = new FeatureVector((int)from.Int64(33), from.Blob(34).ToArray()),
            Signals = JsonSerializer.Deserialize(from.Text(35)!, SqliteJsonContext.Default.SignalsRecord)!,
            Candidates = PredictionText.Read(from.Text(39), _candidates.Read(from.Text(36)!)),
            Dialect = Name(from, 37) ?? "openai-chat",
            Losses = from.Text(38) is { } losses ? JsonSerializer.Deserialize(losses, SqliteJsonContext.Default.IReadOnlyListConversionNote)! : [],
            Attempts = [],
        };
        return (from.Int64(0), record);
    }

    /// <summary>Reads a decision's attempts.</summary>
    public IReadOnlyList<AttemptRecord> Attempts(long row)
    {
        var attempts = new List<AttemptRecord>();
        var statement = database.Use("SELECT * FROM attempts WHERE decision = ? ORDER BY number").Bind(row);
        while (statement.Step())
        {
            attempts.Add(new AttemptRecord(
                names.Name(statement.Int64(2)), names.Name(statement.Int64(3)), names.Name(statement.Int64(4)), (int)statement.Int64(5),
                statement.Double(6), statement.Double(7), ReadUsage(statement, 8), statement.Decimal(14))
            {
                Price = statement.IsNull(15) ? null : names.Price(statement.Int64(15)),
                Currency = names.Name(statement.Int64(16)),
                Kind = statement.Text(18) ?? AttemptKinds.Answer,
            });
        }

        statement.Reset();
        return attempts;
    }

    private LedgerEntry Complete(long row, DecisionRecord decision, bool withContent) =>
        new(decision with { Attempts = Attempts(row) }, withContent ? Content(row) : null);

    private DecisionContent? Content(long row)
    {
        var statement = database.Use("SELECT request, answer FROM contents WHERE decision = ?").Bind(row);
        var content = statement.Step() ? new DecisionContent(statement.Blob(0).ToArray(), statement.Blob(1).ToArray()) : null;
        statement.Reset();
        return content;
    }

    // Rows of one millisecond are all but always in the order of their ids; where two collided, the id decides.
    private static string After(LedgerPage page) => page.After is null ? "" : page.NewestFirst ? "row <= ? AND id < ?" : "row >= ? AND id > ?";

    private static void BindAfter(Statement statement, LedgerPage page)
    {
        if (page.After is not { } after)
        {
            return;
        }

        var key = DecisionKey.Parse(after);
        Span<byte> id = stackalloc byte[16];
        key.Write(id);
        statement.Bind(page.NewestFirst ? DecisionKey.LastRowBeside(key.Row) : DecisionKey.FirstRowBeside(key.Row)).Bind(id);
    }

    private string? Name(Statement from, int column) => from.IsNull(column) ? null : names.Name(from.Int64(column));

    private static string? Hash(Statement from, int column) => from.IsNull(column) ? null : Convert.ToHexStringLower(from.Blob(column));

    private static TokenUsage? ReadUsage(Statement from, int column) => from.IsNull(column)
        ? null
        : new TokenUsage(from.Int64(column), from.Int64(column + 1), from.Int64(column + 2), from.Int64(column + 3), from.Int64(column + 4))
        {
            ChargedUsd = from.Decimal(column + 5),
        };
}
