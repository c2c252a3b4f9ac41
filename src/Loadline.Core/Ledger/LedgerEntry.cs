using Loadline.Core.Decisions;

namespace Loadline.Core.Ledger;

/// <summary>One request's row: the decision, and its content where that is kept.</summary>
public sealed record LedgerEntry(DecisionRecord Decision, DecisionContent? Content = null);
