using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <summary>Adds up a range: whole days, hours and minutes from their sums, and the ends from the rows themselves.</summary>
internal sealed class TotalsReader(Database database, Names names, DecisionReader decisions)
{
    private const string SelectSpans = """
        SELECT route, model, outcome, requests, errors, failovers, downgrades, escalations, unpriced, attempts, possibly_billed, input,
            cached_input, cache_write, output, reasoning, cost, reference_cost, choice_cost, duration_ms, overhead_us
        FROM spans WHERE seconds = ? AND start >= ? AND start < ?
        """;

    private readonly SortedDictionary<(string Route, string Model), LedgerTotals> _totals = [];
    private LedgerFilter _filter = LedgerFilter.All;

    public IReadOnlyList<LedgerTotals> Read(LedgerFilter filter)
    {
        _filter = filter;
        var minute = SpanWriter.Lengths[^1];
        var from = filter.From ?? DateTimeOffset.UnixEpoch;
        var to = filter.To ?? DateTimeOffset.MaxValue;
        var first = Ceiling(from, minute);
        var last = SpanWriter.Floor(to.ToUnixTimeSeconds(), minute);
        if (first >= last)
        {
            ReadRows(from, to);
        }
        else
        {
            ReadRows(from, DateTimeOffset.FromUnixTimeSeconds(first));
            ReadSpans(0, first, last);
            ReadRows(DateTimeOffset.FromUnixTimeSeconds(last), to);
        }

        return [.. _totals.Values];
    }

    // Whole spans of this length, and what stands over at either end by shorter ones.
    private void ReadSpans(int level, long first, long last)
    {
        var length = SpanWriter.Lengths[level];
        var from = (first + length - 1) / length * length;
        var to = SpanWriter.Floor(last, length);
        if (from < to)
        {
            Sum(length, from, to);
        }
        else
        {
            from = to = last;
        }

        if (level + 1 < SpanWriter.Lengths.Length)
        {
            ReadShorter(level + 1, first, from);
            ReadShorter(level + 1, to, last);
        }
    }

    private void ReadShorter(int level, long first, long last)
    {
        if (first < last)
        {
            ReadSpans(level, first, last);
        }
    }

    private void Sum(int length, long from, long to)
    {
        var statement = database.Use(SelectSpans).Bind((long)length).Bind(from).Bind(to);
        while (statement.Step())
        {
            var (route, model) = (names.Name(statement.Int64(0)), names.Name(statement.Int64(1)));
            if ((_filter.Route ?? route) == route && (_filter.Model ?? model) == model
                && (_filter.Outcome is null || _filter.Outcome == names.Name(statement.Int64(2))))
            {
                SpanWriter.Read(statement, 3, At(route, model));
            }
        }

        statement.Reset();
    }

    private void ReadRows(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to || !Where.TryCreate(_filter with { From = from, To = to }, names, out var where))
        {
            return;
        }

        var statement = database.Use($"SELECT * FROM decisions{where.And("")}");
        where.Bind(statement);
        while (statement.Step())
        {
            var (row, decision) = decisions.ReadRow(statement);
            var complete = decision with { Attempts = decisions.Attempts(row) };
            At(complete.Route, complete.Served ?? LedgerTotals.NoModel).Add(complete);
        }

        statement.Reset();
    }

    private LedgerTotals At(string route, string model)
    {
        if (!_totals.TryGetValue((route, model), out var totals))
        {
            _totals[(route, model)] = totals = new LedgerTotals(route, model);
        }

        return totals;
    }

    private static long Ceiling(DateTimeOffset time, int length)
    {
        var seconds = time.ToUnixTimeSeconds() + (time.Ticks % TimeSpan.TicksPerSecond == 0 ? 0 : 1);
        return (seconds + length - 1) / length * length;
    }
}
