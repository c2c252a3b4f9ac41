using Loadline.Core.Decisions;

namespace Loadline.Core.Ledger;

/// <summary>One upstream call with the decision it belongs to.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="Time">The request's arrival.</param>
/// <param name="Number">From 1, in the order they were made.</param>
/// <param name="Attempt">The call.</param>
public sealed record LedgerAttempt(string DecisionId, DateTimeOffset Time, int Number, AttemptRecord Attempt);
