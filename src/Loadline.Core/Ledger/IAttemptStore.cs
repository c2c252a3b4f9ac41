namespace Loadline.Core.Ledger;

/// <summary>Upstream calls, written with their decisions.</summary>
public interface IAttemptStore
{
    /// <summary>Lists the attempts of the decisions a page holds; its model and outcome mean the decision's.</summary>
    ValueTask<IReadOnlyList<LedgerAttempt>> ListAsync(LedgerPage page, CancellationToken cancellationToken = default);
}
