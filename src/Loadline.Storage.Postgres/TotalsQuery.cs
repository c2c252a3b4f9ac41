using System.Globalization;
using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Adds up a range: whole days, hours and minutes from their sums, and the ends from the rows themselves.</summary>
internal sealed class TotalsQuery(NpgsqlConnection connection, LedgerFilter filter)
{
    // Money comes as text: its sum may have more digits than a decimal holds, which is then rounded and not an error.
    private const string Select = """
        SELECT route, model, sum(requests)::bigint, sum(errors)::bigint, sum(failovers)::bigint, sum(downgrades)::bigint, sum(escalations)::bigint,
            sum(unpriced)::bigint, sum(attempts)::bigint, sum(possibly_billed)::bigint, sum(input)::bigint, sum(cached_input)::bigint,
            sum(cache_write)::bigint, sum(output)::bigint, sum(reasoning)::bigint, sum(cost)::text, sum(reference_cost)::text, sum(choice_cost)::text,
            sum(duration_ms), sum(overhead_us)
        FROM spans
        """;

    private readonly SortedDictionary<(string Route, string Model), LedgerTotals> _totals = [];
    private readonly List<(int Seconds, long From, long To)> _ranges = [];

    public async Task<IReadOnlyList<LedgerTotals>> RunAsync(CancellationToken cancellationToken)
    {
        var minute = Spans.Lengths[^1];
        var from = filter.From ?? DateTimeOffset.UnixEpoch;
        var to = filter.To ?? DateTimeOffset.MaxValue;
        var first = Ceiling(from, minute);
        var last = Spans.Floor(to.ToUnixTimeSeconds(), minute);
        if (first >= last)
        {
            await AddRowsAsync(from, to, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            Divide(0, first, last);
            await AddSpansAsync(cancellationToken).ConfigureAwait(false);
            await AddRowsAsync(from, DateTimeOffset.FromUnixTimeSeconds(first), cancellationToken).ConfigureAwait(false);
            await AddRowsAsync(DateTimeOffset.FromUnixTimeSeconds(last), to, cancellationToken).ConfigureAwait(false);
        }

        return [.. _totals.Values];
    }

    // Whole spans of this length, and what stands over at either end by shorter ones.
    private void Divide(int level, long first, long last)
    {
        if (first >= last || level == Spans.Lengths.Length)
        {
            return;
        }

        var length = Spans.Lengths[level];
        var from = (first + length - 1) / length * length;
        var to = Spans.Floor(last, length);
        if (from < to)
        {
            _ranges.Add((length, from, to));
        }
        else
        {
            from = to = last;
        }

        Divide(level + 1, first, from);
        Divide(level + 1, to, last);
    }

    private async Task AddSpansAsync(CancellationToken cancellationToken)
    {
        var where = new Where();
        where.Add(
            "(" + string.Join(" OR ", _ranges.Select(static _ => "(seconds = ? AND start >= ? AND start < ?)")) + ")",
            [.. _ranges.SelectMany(static range => new[] { Commands.Value(range.Seconds), Commands.Value(range.From), Commands.Value(range.To) })]);
        where.AddNames(filter, "model");
        foreach (var sum in await connection.ListAsync($"{Select}{where} GROUP BY route, model HAVING sum(requests) <> 0", Read, cancellationToken, where.Parameters).ConfigureAwait(false))
        {
            At(sum.Route, sum.Model).Add(sum);
        }
    }

    private async Task AddRowsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            return;
        }

        var where = Where.Of(filter with { From = from, To = to });
        var command = connection.Command($"SELECT {DecisionRows.Columns} FROM decisions{where}", where.Parameters);
        await using var scope = command.ConfigureAwait(false);
        foreach (var row in await DecisionRows.ReadAsync(command, withContent: false, cancellationToken).ConfigureAwait(false))
        {
            At(row.Decision.Route, row.Decision.Served ?? LedgerTotals.NoModel).Add(row.Decision);
        }
    }

    private LedgerTotals At(string route, string model)
    {
        if (!_totals.TryGetValue((route, model), out var totals))
        {
            _totals[(route, model)] = totals = new LedgerTotals(route, model);
        }

        return totals;
    }

    private static LedgerTotals Read(NpgsqlDataReader from) => new(from.GetString(0), from.GetString(1))
    {
        Requests = from.GetInt64(2),
        Errors = from.GetInt64(3),
        Failovers = from.GetInt64(4),
        Downgrades = from.GetInt64(5),
        Escalations = from.GetInt64(6),
        UnpricedRequests = from.GetInt64(7),
        Attempts = from.GetInt64(8),
        PossiblyBilledAttempts = from.GetInt64(9),
        InputTokens = from.GetInt64(10),
        CachedInputTokens = from.GetInt64(11),
        CacheWriteTokens = from.GetInt64(12),
        OutputTokens = from.GetInt64(13),
        ReasoningTokens = from.GetInt64(14),
        CostUsd = Money(from.GetString(15)),
        ReferenceCostUsd = Money(from.GetString(16)),
        ChoiceCostUsd = Money(from.GetString(17)),
        DurationMs = from.GetDouble(18),
        OverheadMicroseconds = from.GetDouble(19),
    };

    private static decimal Money(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static long Ceiling(DateTimeOffset time, int length)
    {
        var seconds = time.ToUnixTimeSeconds() + (time.Ticks % TimeSpan.TicksPerSecond == 0 ? 0 : 1);
        return (seconds + length - 1) / length * length;
    }
}
