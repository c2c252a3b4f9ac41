namespace Loadline.Core.Ledger;

/// <summary>The engine cannot keep anything now (disk full, read-only, locked, gone); the same rows may be tried again later.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
