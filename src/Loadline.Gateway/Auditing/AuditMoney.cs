using Loadline.Core.Ledger;

namespace Loadline.Gateway.Auditing;

/// <summary>What each route's audits have cost on the day under way (UTC), with what those under way may cost.</summary>
/// <remarks>Read from the ledger when a route is first asked for, so that a restart does not start the day anew.</remarks>
internal sealed class AuditMoney(LedgerWriter ledger, TimeProvider time)
{
    private const int MostRead = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTime Day, decimal Usd)> _spent = new(StringComparer.Ordinal);

    /// <summary>Reserves money.</summary>
    /// <returns>Whether there is so much left.</returns>
    public async ValueTask<bool> TryReserveAsync(string route, decimal usd, decimal? daily, CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        var isKnown = true;
        lock (_gate)
        {
            isKnown = _spent.ContainsKey(route);
        }

        var before = isKnown || daily is null ? 0 : await ReadAsync(route, today, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            var spent = _spent.TryGetValue(route, out var known) ? known.Day == today ? known.Usd : 0 : before;
            var fits = daily is not { } most || spent + usd <= most;
            _spent[route] = (today, spent + (fits ? usd : 0));
            return fits;
        }
    }

    /// <summary>Settles a reservation at what was really spent.</summary>
    public void Settle(string route, decimal reserved, decimal usd)
    {
        lock (_gate)
        {
            if (_spent.TryGetValue(route, out var known))
            {
                _spent[route] = known with { Usd = Math.Max(0, known.Usd + usd - reserved) };
            }
        }
    }

    /// <summary>Gets what a route's audits have cost today, in USD, as far as this process knows.</summary>
    public decimal Today(string route)
    {
        lock (_gate)
        {
            return _spent.TryGetValue(route, out var known) && known.Day == time.GetUtcNow().UtcDateTime.Date ? known.Usd : 0;
        }
    }

    private async ValueTask<decimal> ReadAsync(string route, DateTime today, CancellationToken cancellationToken)
    {
        try
        {
            var filter = new LedgerFilter { Route = route, From = new DateTimeOffset(today, TimeSpan.Zero) };
            var audits = await ledger.Ledger.Audits.ListAsync(filter, MostRead, cancellationToken).ConfigureAwait(false);
            return audits.Sum(audit => audit.CostUsd ?? 0);
        }
        catch (LedgerUnavailableException)
        {
            return 0;
        }
    }
}
