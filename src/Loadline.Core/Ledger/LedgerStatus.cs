namespace Loadline.Core.Ledger;

/// <summary>How the ledger fares, in figures since the start.</summary>
/// <param name="State">The state.</param>
/// <param name="Engine">The engine and its version.</param>
/// <param name="Written">Rows acknowledged: their flush has been confirmed.</param>
/// <param name="Queued">Rows that wait; a kill now would lose them.</param>
/// <param name="Dropped">Rows given up because the buffer was full or the engine refused them.</param>
/// <param name="Problem">The last failure; <see langword="null"/> while all is well.</param>
public sealed record LedgerStatus(LedgerState State, string Engine, long Written, long Queued, long Dropped, string? Problem);
