using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;

namespace Loadline.Gateway.Auditing;

/// <summary>Takes people's labels: into the ledger, and, once for each audit, into the watch.</summary>
internal sealed class AuditLabels(LedgerWriter ledger, RouteKeeper keeper)
{
    /// <summary>Keeps a label.</summary>
    /// <returns>The audit as it is now; <see langword="null"/> where none of that decision is kept.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be written now.</exception>
    public async ValueTask<AuditRecord?> TakeAsync(AuditLabel label, CancellationToken cancellationToken)
    {
        if (!DecisionId.IsValid(label.DecisionId) || await ledger.Ledger.Audits.LabelAsync(label, cancellationToken).ConfigureAwait(false) is not { } labelled)
        {
            return null;
        }

        // A correction counts once in a bet; what is said later changes the record alone.
        if (labelled.IsFirst)
        {
            await keeper.LabelledAsync(labelled.Audit, cancellationToken).ConfigureAwait(false);
        }

        return labelled.Audit;
    }
}
