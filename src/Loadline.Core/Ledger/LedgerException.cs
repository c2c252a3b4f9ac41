namespace Loadline.Core.Ledger;

/// <summary>The ledger cannot be used at all; the message says why and what to do.</summary>
public sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner);
