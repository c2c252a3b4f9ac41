using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <summary>Keeps sums by day, hour and minute, so that totals over any range read few rows.</summary>
internal sealed class SpanWriter(Database database, Names names)
{
    /// <summary>Lengths of spans in seconds, the longest first; each is a whole number of the next.</summary>
    public static readonly int[] Lengths = [86_400, 3_600, 60];

    private const string Select = """
        SELECT requests, errors, failovers, downgrades, escalations, unpriced, attempts, possibly_billed, input, cached_input, cache_write,
            output, reasoning, cost, reference_cost, choice_cost, duration_ms, overhead_us
        FROM spans WHERE seconds = ? AND start = ? AND route = ? AND model = ? AND outcome = ?
        """;

    private const string Replace =
        "INSERT OR REPLACE INTO spans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private readonly Dictionary<SpanKey, LedgerTotals> _minutes = [];
    private readonly Dictionary<SpanKey, LedgerTotals> _longer = [];

    /// <summary>Adds a decision to what <see cref="Write()"/> will write.</summary>
    public void Add(long row, DecisionRecord decision) => Of(row, decision).Add(decision);

    /// <summary>Takes a decision that is being deleted out of what <see cref="Write()"/> will write.</summary>
    public void Subtract(long row, DecisionRecord decision)
    {
        var one = new LedgerTotals(decision.Route, "");
        one.Add(decision);
        Of(row, decision).Subtract(one);
    }

    public void Write()
    {
        foreach (var length in Lengths)
        {
            _longer.Clear();
            foreach (var (key, totals) in _minutes)
            {
                At(_longer, key with { Start = Floor(key.Start, length) }, totals.Route, totals.Model).Add(totals);
            }

            foreach (var (key, totals) in _longer)
            {
                Write(length, key, totals);
            }
        }

        Clear();
    }

    public void Clear() => _minutes.Clear();

    /// <summary>Rounds Unix seconds down to the start of a span.</summary>
    public static long Floor(long seconds, int length) => seconds / length * length;

    /// <summary>Adds the sums that a statement stands on to some totals.</summary>
    public static void Read(Statement from, int column, LedgerTotals into) => into.Add(new LedgerTotals("", "")
    {
        Requests = from.Int64(column),
        Errors = from.Int64(column + 1),
        Failovers = from.Int64(column + 2),
        Downgrades = from.Int64(column + 3),
        Escalations = from.Int64(column + 4),
        UnpricedRequests = from.Int64(column + 5),
        Attempts = from.Int64(column + 6),
        PossiblyBilledAttempts = from.Int64(column + 7),
        InputTokens = from.Int64(column + 8),
        CachedInputTokens = from.Int64(column + 9),
        CacheWriteTokens = from.Int64(column + 10),
        OutputTokens = from.Int64(column + 11),
        ReasoningTokens = from.Int64(column + 12),
        CostUsd = from.Decimal(column + 13) ?? 0,
        ReferenceCostUsd = from.Decimal(column + 14) ?? 0,
        ChoiceCostUsd = from.Decimal(column + 15) ?? 0,
        DurationMs = from.Double(column + 16),
        OverheadMicroseconds = from.Double(column + 17),
    });

    private LedgerTotals Of(long row, DecisionRecord decision)
    {
        var model = decision.Served ?? LedgerTotals.NoModel;
        var key = new SpanKey(
            Floor(DecisionKey.TimeOf(row).ToUnixTimeSeconds(), Lengths[^1]), names.Of(decision.Route), names.Of(model), names.Of(decision.Outcome));
        return At(_minutes, key, decision.Route, model);
    }

    private static LedgerTotals At(Dictionary<SpanKey, LedgerTotals> all, SpanKey key, string route, string model)
    {
        if (!all.TryGetValue(key, out var totals))
        {
            all[key] = totals = new LedgerTotals(route, model);
        }

        return totals;
    }

    private void Write(int length, SpanKey key, LedgerTotals totals)
    {
        var select = database.Use(Select).Bind((long)length).Bind(key.Start).Bind(key.Route).Bind(key.Model).Bind(key.Outcome);
        if (select.Step())
        {
            Read(select, 0, totals);
        }

        select.Reset();
        if (totals.Requests == 0)
        {
            database.Use("DELETE FROM spans WHERE seconds = ? AND start = ? AND route = ? AND model = ? AND outcome = ?")
                .Bind((long)length).Bind(key.Start).Bind(key.Route).Bind(key.Model).Bind(key.Outcome).Run();
            return;
        }

        database.Use(Replace).Bind((long)length).Bind(key.Start).Bind(key.Route).Bind(key.Model).Bind(key.Outcome)
            .Bind(totals.Requests).Bind(totals.Errors).Bind(totals.Failovers).Bind(totals.Downgrades).Bind(totals.Escalations)
            .Bind(totals.UnpricedRequests).Bind(totals.Attempts).Bind(totals.PossiblyBilledAttempts).Bind(totals.InputTokens)
            .Bind(totals.CachedInputTokens).Bind(totals.CacheWriteTokens).Bind(totals.OutputTokens).Bind(totals.ReasoningTokens)
            .Bind((decimal?)totals.CostUsd).Bind((decimal?)totals.ReferenceCostUsd).Bind((decimal?)totals.ChoiceCostUsd)
            .Bind(totals.DurationMs).Bind(totals.OverheadMicroseconds).Run();
    }
}
