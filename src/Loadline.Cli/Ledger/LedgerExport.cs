using System.Globalization;
using System.Text.Json;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Cli.Ledger;

/// <summary>Writes a part of a ledger out, the oldest first: JSON Lines (whole rows, which can be imported) or CSV (one line a decision or an attempt).</summary>
internal sealed class LedgerExport(ILedger ledger, TextWriter output)
{
    private const int PageRows = 1000;

    private static readonly string[] DecisionColumns =
    [
        "id", "time", "route", "route_digest", "mode", "quality", "rule", "reason", "choice", "served", "served_as", "reference", "outcome",
        "status", "stream", "propensity", "attempts", "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens",
        "reasoning_tokens", "cost_usd", "reference_cost_usd", "choice_cost_usd", "duration_ms", "overhead_us", "caller", "session",
    ];

    private static readonly string[] AttemptColumns =
    [
        "decision", "time", "number", "model", "deployment", "outcome", "status", "first_token_ms", "duration_ms", "input_tokens",
        "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "cost", "currency", "possibly_billed",
        "price_input", "price_output", "price_cached_input", "price_cache_write",
    ];

    private readonly CsvLine _line = new();

    /// <returns>Decisions written.</returns>
    public Task<long> ToJsonLinesAsync(LedgerFilter filter, bool withContent, CancellationToken cancellationToken) =>
        EachAsync(filter, withContent, entry => output.Write(JsonSerializer.Serialize(entry, LedgerJsonContext.Default.LedgerEntry) + "\n"), cancellationToken);

    /// <returns>Decisions written.</returns>
    public async Task<long> ToCsvAsync(LedgerFilter filter, bool ofAttempts, CancellationToken cancellationToken)
    {
        foreach (var column in ofAttempts ? AttemptColumns : DecisionColumns)
        {
            _line.Add(column);
        }

        await output.WriteAsync(_line.End()).ConfigureAwait(false);
        return await EachAsync(filter, withContent: false, entry => WriteCsv(entry.Decision, ofAttempts), cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> EachAsync(LedgerFilter filter, bool withContent, Action<LedgerEntry> write, CancellationToken cancellationToken)
    {
        var page = new LedgerPage { Filter = filter, Limit = PageRows, NewestFirst = false, WithContent = withContent };
        var count = 0L;
        while (true)
        {
            var entries = await ledger.Decisions.ListAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                write(entry);
            }

            count += entries.Count;
            if (entries.Count < PageRows)
            {
                return count;
            }

            page = page with { After = entries[^1].Decision.Id };
        }
    }

    private void WriteCsv(DecisionRecord decision, bool ofAttempts)
    {
        if (!ofAttempts)
        {
            Add(decision);
            output.Write(_line.End());
            return;
        }

        for (var i = 0; i < decision.Attempts.Count; i++)
        {
            Add(decision, i + 1, decision.Attempts[i]);
            output.Write(_line.End());
        }
    }

    private void Add(DecisionRecord decision) => _line
        .Add(decision.Id).Add(Time(decision)).Add(decision.Route).Add(decision.RouteDigest).Add(decision.Mode).Add(decision.Quality)
        .Add(decision.Rule).Add(decision.Reason).Add(decision.Choice).Add(decision.Served).Add(decision.ServedAs).Add(decision.Reference)
        .Add(decision.Outcome).Add(decision.Status).Add(decision.Stream ? 1 : 0).Add(decision.Propensity).Add(decision.Attempts.Count)
        .Add(decision.Usage?.Input).Add(decision.Usage?.CachedInput).Add(decision.Usage?.CacheWrite).Add(decision.Usage?.Output)
        .Add(decision.Usage?.Reasoning).Add(decision.CostUsd).Add(decision.ReferenceCostUsd).Add(decision.ChoiceCostUsd)
        .Add(decision.DurationMs).Add(decision.OverheadMicroseconds).Add(decision.Caller).Add(decision.Session);

    private void Add(DecisionRecord decision, int number, AttemptRecord attempt) => _line
        .Add(decision.Id).Add(Time(decision)).Add(number).Add(attempt.Model).Add(attempt.Deployment).Add(attempt.Outcome).Add(attempt.Status)
        .Add(attempt.TimeToFirstTokenMs).Add(attempt.DurationMs).Add(attempt.Usage?.Input).Add(attempt.Usage?.CachedInput)
        .Add(attempt.Usage?.CacheWrite).Add(attempt.Usage?.Output).Add(attempt.Usage?.Reasoning).Add(attempt.CostUsd).Add(attempt.Currency)
        .Add(attempt.PossiblyBilled ? 1 : 0).Add(attempt.Price?.Input).Add(attempt.Price?.Output).Add(attempt.Price?.CachedInput)
        .Add(attempt.Price?.CacheWrite);

    private static string Time(DecisionRecord decision) => decision.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
