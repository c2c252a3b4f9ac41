namespace Loadline.Core.Limits;

/// <summary>The smallest of the worst cases that were asked for in the last one to two spans. Not thread-safe: its meter locks.</summary>
internal sealed class SmallestLately(TimeSpan span)
{
    private long _current = long.MaxValue;
    private long _before = long.MaxValue;
    private DateTimeOffset _since;

    /// <summary>Notes one; what costs nothing needs no slice and is not one.</summary>
    public void Note(long worst, DateTimeOffset now)
    {
        Turn(now);
        _current = worst > 0 ? Math.Min(_current, worst) : _current;
    }

    /// <summary>Gets it; zero where nothing was asked for.</summary>
    public long At(DateTimeOffset now)
    {
        Turn(now);
        var smallest = Math.Min(_current, _before);
        return smallest == long.MaxValue ? 0 : smallest;
    }

    private void Turn(DateTimeOffset now)
    {
        var age = (now - _since).Duration();
        if (age >= span)
        {
            (_before, _current, _since) = (age < 2 * span ? _current : long.MaxValue, long.MaxValue, now);
        }
    }
}
