namespace Loadline.Core.Ledger;

/// <summary>How the ledger fares.</summary>
public enum LedgerState : byte
{
    /// <summary>Rows are kept and outlive the process.</summary>
    Ok,

    /// <summary>Rows are kept in memory only.</summary>
    Memory,

    /// <summary>The engine cannot keep rows now; they wait, and are dropped once the buffer is full.</summary>
    Failing,
}
