namespace Loadline.Core.Limits;

/// <summary>One budget's money in this process. Not thread-safe: its meter locks.</summary>
/// <remarks>
/// A request's worst case is reserved before it starts and exchanged for what it cost when it ends, so that the sum of what was spent never
/// passes the limit by more than estimates were wrong for requests under way. What a request costs counts in the period it ends in.
/// </remarks>
internal sealed class BudgetAccount(UsageLimit limit)
{
    private readonly long _limit = NanoUsd.FromUsd(limit.Amount);
    private DateTimeOffset _start = DateTimeOffset.MinValue;
    private DateTimeOffset _end = DateTimeOffset.MinValue;
    private long _spent;
    private long _reserved;
    private long _unsaved;

    // Of a period that has ended since it was last asked for.
    private Spending? _left;

    public UsageLimit Limit => limit;

    public long Reserved => _reserved;

    /// <summary>Gets when the period under way began.</summary>
    public DateTimeOffset Start(DateTimeOffset now)
    {
        Turn(now);
        return _start;
    }

    /// <summary>Gets what the period under way has cost.</summary>
    public long Spent(DateTimeOffset now)
    {
        Turn(now);
        return _spent;
    }

    public bool TryReserve(long worst, DateTimeOffset now, out TimeSpan wait)
    {
        Turn(now);
        wait = TimeSpan.Zero;
        if (worst <= _limit - _spent - _reserved)
        {
            _reserved += worst;
            return true;
        }

        // Requests under way may give some of it back soon; else the next period must be waited for.
        wait = _reserved > 0 && worst <= _limit - _spent ? TimeSpan.FromSeconds(1) : _end - now;
        return false;
    }

    public void Settle(long reserved, long cost, DateTimeOffset now)
    {
        Turn(now);
        _reserved -= reserved;
        _spent += cost;
        _unsaved += cost;
    }

    /// <summary>Counts what others, or this process before its start, have spent in a period.</summary>
    public void Restore(DateTimeOffset start, long spent, DateTimeOffset now)
    {
        Turn(now);
        if (start == _start)
        {
            _spent += spent;
        }
    }

    /// <summary>Hands over what was spent since it was last asked for.</summary>
    public void TakeUnsaved(string subject, List<Spending> into)
    {
        if (_left is { } left)
        {
            into.Add(left with { Subject = subject });
            _left = null;
        }

        if (_unsaved != 0)
        {
            into.Add(new Spending(subject, limit.Per, _start, _unsaved));
            _unsaved = 0;
        }
    }

    private void Turn(DateTimeOffset now)
    {
        if (now >= _end)
        {
            // A minute's budget nobody asked about for two minutes: what is older than one period is of no use to anyone.
            _left = _unsaved == 0 ? _left : new Spending("", limit.Per, _start, _unsaved);
            _unsaved = 0;
            (_start, _end) = CalendarPeriod.Of(limit.Per, now);
            _spent = 0;
        }
    }
}
