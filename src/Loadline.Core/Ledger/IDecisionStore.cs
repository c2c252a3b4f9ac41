namespace Loadline.Core.Ledger;

/// <summary>Decisions with their attempts. Every engine passes the kit in <c>Loadline.Testing</c>.</summary>
public interface IDecisionStore
{
    /// <summary>Keeps rows, all or none; rows whose id is kept already are passed over. When it returns they are acknowledged.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="LedgerUnavailableException">Nothing was kept; trying again later may help.</exception>
    ValueTask<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>Finds one, content included; <see langword="null"/> where none has that id.</summary>
    ValueTask<LedgerEntry?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Lists a page in the order of ids, which is the order of arrival to the millisecond.</summary>
    ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerPage page, CancellationToken cancellationToken = default);

    /// <summary>Adds up what the filter means, by route and served model.</summary>
    ValueTask<IReadOnlyList<LedgerTotals>> TotalsAsync(LedgerFilter filter, CancellationToken cancellationToken = default);
}
