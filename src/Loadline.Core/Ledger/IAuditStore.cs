namespace Loadline.Core.Ledger;

/// <summary>Graded comparisons with the reference.</summary>
public interface IAuditStore
{
    /// <summary>Keeps an audit; a second one of the same decision is passed over, so that no request counts twice.</summary>
    ValueTask AddAsync(AuditRecord audit, CancellationToken cancellationToken = default);

    /// <summary>Lists audits in the order of their decisions.</summary>
    /// <param name="filter">Its model is the one that served; its outcome is not looked at.</param>
    /// <param name="limit">The most.</param>
    /// <param name="cancellationToken">Stops.</param>
    ValueTask<IReadOnlyList<AuditRecord>> ListAsync(LedgerFilter filter, int limit, CancellationToken cancellationToken = default);
}
