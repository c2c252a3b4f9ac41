namespace Loadline.Core.Limits;

/// <summary>What the leased budgets of a process have in common.</summary>
public sealed class LeaseTerms
{
    private long _offset;

    /// <summary>Gets or sets how far the store's clock is ahead of this process's.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _offset));
        set
        {
            Volatile.Write(ref _offset, value.Ticks);
            IsKnown = true;
        }
    }

    /// <summary>Gets a value indicating whether the store's clock was ever read.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Gets or sets what is called when a request found too little left of a slice; must return at once.</summary>
    public Action RanShort { get; set; } = static () => { };
}
