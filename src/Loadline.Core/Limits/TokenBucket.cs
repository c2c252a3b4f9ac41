namespace Loadline.Core.Limits;

/// <summary>A bucket that holds at most its size and fills evenly over its window. Not thread-safe: its meter locks.</summary>
/// <remarks>A settled demand may leave it below nothing: what was used beyond the estimate is waited for by those who come after.</remarks>
internal struct TokenBucket
{
    private readonly double _perTick;
    private double _level;
    private TimeSpan _at;

    public TokenBucket(double size, TimeSpan window, TimeSpan now)
    {
        Size = size;
        _perTick = size / window.Ticks;
        _level = size;
        _at = now;
    }

    public double Size { get; }

    /// <summary>Gets what is left now, at most the size.</summary>
    public double Left(TimeSpan now)
    {
        if (now > _at)
        {
            _level = Math.Min(Size, _level + ((now - _at).Ticks * _perTick));
            _at = now;
        }

        return _level;
    }

    /// <summary>Takes what is there for certain; a demand above the size is let in by a full bucket, or it never would be.</summary>
    public bool TryTake(double amount, TimeSpan now, out TimeSpan wait)
    {
        var needed = Math.Min(amount, Size);
        var left = Left(now);
        if (left >= needed)
        {
            _level -= amount;
            wait = TimeSpan.Zero;
            return true;
        }

        wait = TimeSpan.FromTicks((long)Math.Ceiling((needed - left) / _perTick));
        return false;
    }

    /// <summary>Puts back what was not used, or takes what was used beyond the estimate (a negative amount).</summary>
    public void Return(double amount) => _level = Math.Min(Size, _level + amount);

    /// <summary>Gets the time until it is full.</summary>
    public TimeSpan UntilFull(TimeSpan now) => TimeSpan.FromTicks((long)Math.Ceiling((Size - Left(now)) / _perTick));
}
