namespace Loadline.Testing.Ledger;

/// <summary>An engine does not keep the ledger's contract.</summary>
public sealed class LedgerCheckException(string message) : Exception(message);
