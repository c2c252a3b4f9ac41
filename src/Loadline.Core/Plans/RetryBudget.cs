namespace Loadline.Core.Plans;

/// <summary>Bounds how many extra attempts (retries, failovers, hedges) run at once, as a share of what runs anyway.</summary>
/// <remarks>Counters only: taking and returning never wait. Whoever takes must return, whatever happens.</remarks>
public sealed class RetryBudget(RetryOptions options)
{
    private int _active;
    private int _extra;

    /// <summary>Gets the requests (or, for one upstream, the calls) under way.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Gets the extra attempts under way.</summary>
    public int Extra => Volatile.Read(ref _extra);

    /// <summary>Counts a call that begins, whichever it is.</summary>
    public void Started() => Interlocked.Increment(ref _active);

    /// <summary>Counts a call that has ended.</summary>
    public void Ended() => Interlocked.Decrement(ref _active);

    /// <summary>Takes room for one extra attempt.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryTake()
    {
        var extra = Interlocked.Increment(ref _extra);
        if (extra <= Math.Max(options.BudgetMinimum, (int)(Active * options.BudgetShare)))
        {
            return true;
        }

        Interlocked.Decrement(ref _extra);
        return false;
    }

    /// <summary>Gives back what an extra attempt had taken.</summary>
    public void Return() => Interlocked.Decrement(ref _extra);
}
