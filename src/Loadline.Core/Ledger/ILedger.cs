namespace Loadline.Core.Ledger;

/// <summary>An engine that keeps what happened. Safe to use from several threads.</summary>
public interface ILedger : IAsyncDisposable
{
    /// <summary>Gets the engine and its version, for people: <c>SQLite 3.40.1</c>.</summary>
    string Engine { get; }

    /// <summary>Gets a value indicating whether rows outlive the process.</summary>
    bool IsDurable { get; }

    /// <summary>Gets the salt that callers and sessions are hashed with; empty while an engine that others share could not be reached yet.</summary>
    ReadOnlyMemory<byte> Salt { get; }

    /// <summary>Gets the finished decisions.</summary>
    IDecisionStore Decisions { get; }

    /// <summary>Gets the attempts of each decision.</summary>
    IAttemptStore Attempts { get; }

    /// <summary>Gets what people and programs said of answers.</summary>
    IFeedbackStore Feedback { get; }

    /// <summary>Gets the answers that were graded beside the reference's.</summary>
    IAuditStore Audits { get; }

    /// <summary>Gets how routes stand, and what happened to them.</summary>
    IRouteStore Routes { get; }

    /// <summary>Deletes what is selected, with everything that belongs to it; totals follow.</summary>
    /// <returns>Decisions deleted, or whose content was.</returns>
    ValueTask<long> DeleteAsync(LedgerSelection selection, CancellationToken cancellationToken = default);

    /// <summary>Deletes what is older than a time, rounded down to a whole day (UTC), a little at a time beside other work.</summary>
    /// <returns>Decisions deleted.</returns>
    ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}
