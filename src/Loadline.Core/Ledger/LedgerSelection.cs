namespace Loadline.Core.Ledger;

/// <summary>What is to be deleted: exactly one of the three ways to name it.</summary>
public sealed record LedgerSelection
{
    /// <summary>Gets one decision's id.</summary>
    public string? DecisionId { get; init; }

    /// <summary>Gets a caller's hash, 32 hexadecimal digits.</summary>
    public string? Caller { get; init; }

    /// <summary>Gets the time before which everything goes.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Gets a value indicating whether only content goes and the figures stay.</summary>
    public bool ContentOnly { get; init; }

    /// <exception cref="ArgumentException">None or several are given.</exception>
    public void Check()
    {
        var given = (DecisionId is null ? 0 : 1) + (Caller is null ? 0 : 1) + (Before is null ? 0 : 1);
        if (given != 1)
        {
            throw new ArgumentException("Name what to delete in one way: a decision, a caller, or a time.");
        }
    }
}
