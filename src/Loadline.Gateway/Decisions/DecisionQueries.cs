using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Gateway.Decisions;

/// <summary>Answers questions about past decisions: from the ledger, after what waits has been written; from memory where the ledger fails.</summary>
internal sealed class DecisionQueries(LedgerWriter ledger, IDecisionLog log)
{
    // Where tests or embedders put their own log in the ledger's place, that log is all there is.
    private bool HasLedger => ReferenceEquals(log, ledger);

    public async ValueTask<DecisionRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (log.Find(id) is { } recent || !HasLedger)
        {
            return log.Find(id);
        }

        try
        {
            return (await ledger.Ledger.Decisions.FindAsync(id, cancellationToken).ConfigureAwait(false))?.Decision;
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    public async ValueTask<IReadOnlyList<DecisionRecord>> ListAsync(LedgerPage page, CancellationToken cancellationToken)
    {
        if (HasLedger && await ledger.FlushAsync().ConfigureAwait(false))
        {
            try
            {
                return [.. (await ledger.Ledger.Decisions.ListAsync(page, cancellationToken).ConfigureAwait(false)).Select(entry => entry.Decision)];
            }
            catch (LedgerUnavailableException)
            {
                // Memory still has the newest.
            }
        }

        return [.. log.Recent(int.MaxValue)
            .Where(decision => page.Filter.Matches(decision) && (page.After is null || string.CompareOrdinal(decision.Id, page.After) < 0))
            .Take(page.Limit)];
    }

    /// <summary>Adds up what the filter means.</summary>
    /// <returns><see langword="null"/> where the ledger cannot tell, or has forgotten what the running totals still know.</returns>
    public async ValueTask<IReadOnlyList<LedgerTotals>?> TotalsAsync(LedgerFilter filter, CancellationToken cancellationToken)
    {
        // A ledger in memory lets its oldest rows go; the running totals do not.
        var isForgetful = filter == LedgerFilter.All && !ledger.Ledger.IsDurable;
        if (!HasLedger || isForgetful || !await ledger.FlushAsync().ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            return await ledger.Ledger.Decisions.TotalsAsync(filter, cancellationToken).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }
}
