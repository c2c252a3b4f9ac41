namespace Loadline.Core.Ledger;

/// <summary>Graded comparisons with the reference, and what people said of them.</summary>
public interface IAuditStore
{
    /// <summary>Keeps an audit; a second one of the same decision is passed over, so that no request counts twice.</summary>
    ValueTask AddAsync(AuditRecord audit, CancellationToken cancellationToken = default);

    /// <summary>Keeps a person's label; a later one of the same audit replaces it.</summary>
    /// <returns>The audit as it is now, and whether this is its first label, which of several at once only one is; <see langword="null"/> where none of that decision is kept.</returns>
    ValueTask<LabelledAudit?> LabelAsync(AuditLabel label, CancellationToken cancellationToken = default);

    /// <summary>Finds one, content included; <see langword="null"/> where none has that decision.</summary>
    ValueTask<AuditRecord?> FindAsync(string decisionId, CancellationToken cancellationToken = default);

    /// <summary>Lists a page in the order of decisions.</summary>
    ValueTask<IReadOnlyList<AuditRecord>> PageAsync(AuditPage page, CancellationToken cancellationToken = default);

    /// <summary>Lists audits in the order of their decisions, oldest first, without content.</summary>
    /// <param name="filter">Its model is the one that served; its outcome is not looked at.</param>
    /// <param name="limit">The most.</param>
    /// <param name="cancellationToken">Stops.</param>
    ValueTask<IReadOnlyList<AuditRecord>> ListAsync(LedgerFilter filter, int limit, CancellationToken cancellationToken = default);
}
