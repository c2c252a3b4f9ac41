using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Sums by day, hour and minute of one batch, added to those in the database.</summary>
/// <param name="writer">Whose rows they are; each process has its own.</param>
internal sealed class Spans(int writer)
{
    /// <summary>Lengths of spans in seconds, the longest first; each is a whole number of the next.</summary>
    public static readonly int[] Lengths = [86_400, 3_600, 60];

    private const string Upsert = """
        INSERT INTO spans AS s (seconds, start, route, model, outcome, writer, requests, errors, failovers, downgrades, escalations, unpriced, attempts,
            possibly_billed, input, cached_input, cache_write, output, reasoning, cost, reference_cost, choice_cost, duration_ms, overhead_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
        ON CONFLICT (seconds, start, route, model, outcome, writer) DO UPDATE SET
            requests = s.requests + excluded.requests, errors = s.errors + excluded.errors, failovers = s.failovers + excluded.failovers,
            downgrades = s.downgrades + excluded.downgrades, escalations = s.escalations + excluded.escalations, unpriced = s.unpriced + excluded.unpriced,
            attempts = s.attempts + excluded.attempts, possibly_billed = s.possibly_billed + excluded.possibly_billed, input = s.input + excluded.input,
            cached_input = s.cached_input + excluded.cached_input, cache_write = s.cache_write + excluded.cache_write, output = s.output + excluded.output,
            reasoning = s.reasoning + excluded.reasoning, cost = s.cost + excluded.cost, reference_cost = s.reference_cost + excluded.reference_cost,
            choice_cost = s.choice_cost + excluded.choice_cost, duration_ms = s.duration_ms + excluded.duration_ms, overhead_us = s.overhead_us + excluded.overhead_us
        """;

    private readonly SortedDictionary<(int Seconds, long Start, string Route, string Model, string Outcome), LedgerTotals> _sums = [];

    /// <summary>Adds a decision.</summary>
    public void Add(Guid id, DecisionRecord decision)
    {
        var model = decision.Served ?? LedgerTotals.NoModel;
        var seconds = DecisionGuid.TimeOf(id).ToUnixTimeSeconds();
        foreach (var length in Lengths)
        {
            At((length, Floor(seconds, length), decision.Route, model, decision.Outcome)).Add(decision);
        }
    }

    /// <summary>Takes a decision that is being deleted away.</summary>
    public void Subtract(Guid id, DecisionRecord decision)
    {
        var one = new LedgerTotals(decision.Route, "");
        one.Add(decision);
        var seconds = DecisionGuid.TimeOf(id).ToUnixTimeSeconds();
        foreach (var length in Lengths)
        {
            At((length, Floor(seconds, length), decision.Route, decision.Served ?? LedgerTotals.NoModel, decision.Outcome)).Subtract(one);
        }
    }

    /// <summary>Rounds Unix seconds down to the start of a span.</summary>
    public static long Floor(long seconds, int length) => seconds / length * length;

    public async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (_sums.Count == 0)
        {
            return;
        }

        var batch = new NpgsqlBatch(connection, transaction);
        await using var scope = batch.ConfigureAwait(false);
        foreach (var (key, sum) in _sums)
        {
            batch.BatchCommands.Add(Command(key, sum));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlBatchCommand Command((int Seconds, long Start, string Route, string Model, string Outcome) key, LedgerTotals sum)
    {
        var command = new NpgsqlBatchCommand(Upsert);
        foreach (var parameter in (ReadOnlySpan<NpgsqlParameter>)
        [
            Commands.Value(key.Seconds), Commands.Value(key.Start), Commands.Value(key.Route), Commands.Value(key.Model), Commands.Value(key.Outcome), Commands.Value(writer),
            Commands.Value(sum.Requests), Commands.Value(sum.Errors), Commands.Value(sum.Failovers), Commands.Value(sum.Downgrades), Commands.Value(sum.Escalations),
            Commands.Value(sum.UnpricedRequests), Commands.Value(sum.Attempts), Commands.Value(sum.PossiblyBilledAttempts), Commands.Value(sum.InputTokens),
            Commands.Value(sum.CachedInputTokens), Commands.Value(sum.CacheWriteTokens), Commands.Value(sum.OutputTokens), Commands.Value(sum.ReasoningTokens),
            Commands.Value(sum.CostUsd), Commands.Value(sum.ReferenceCostUsd), Commands.Value(sum.ChoiceCostUsd), Commands.Value(sum.DurationMs), Commands.Value(sum.OverheadMicroseconds),
        ])
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private LedgerTotals At((int Seconds, long Start, string Route, string Model, string Outcome) key)
    {
        if (!_sums.TryGetValue(key, out var sum))
        {
            _sums[key] = sum = new LedgerTotals(key.Route, key.Model);
        }

        return sum;
    }
}
