namespace Loadline.Core.Limits;

/// <summary>One budget's money in this process. Not thread-safe: its meter locks.</summary>
/// <remarks>
/// A request's worst case is reserved before it starts and exchanged for what it cost when it ends, so that the sum of what was spent never
/// passes the limit by more than estimates were wrong for requests under way. What a request costs counts in the period it ends in.
/// </remarks>
/// <param name="limit">The budget.</param>
/// <param name="subject">Whose it is.</param>
/// <param name="terms">What it is leased by, where replicas share it; <see langword="null"/>: this process has it to itself.</param>
internal sealed class BudgetAccount(UsageLimit limit, string subject, LeaseTerms? terms = null)
{
    private readonly long _limit = NanoUsd.FromUsd(limit.Amount);
    private readonly BudgetLease? _lease = terms is null ? null : new BudgetLease(NanoUsd.FromUsd(limit.Amount), limit.Per, terms);
    private DateTimeOffset _start = DateTimeOffset.MinValue;
    private DateTimeOffset _end = DateTimeOffset.MinValue;
    private long _spent;
    private long _reserved;
    private long _unsaved;

    // Of a period that has ended since it was last asked for.
    private Spending? _left;

    public UsageLimit Limit => limit;

    public long Reserved => _reserved;

    /// <summary>Gets a value indicating whether a reservation that was just refused may be had from other replicas soon.</summary>
    public bool MayBeMore { get; private set; }

    /// <summary>Gets a value indicating whether what was left did not cover some request of the period, even with nothing else under way.</summary>
    public bool WasShort { get; private set; }

    /// <summary>Gets when the period under way began.</summary>
    public DateTimeOffset Start(DateTimeOffset now)
    {
        Turn(now);
        return _start;
    }

    /// <summary>Gets what the period under way has cost, with all replicas as far as they have told.</summary>
    public long Spent(DateTimeOffset now)
    {
        Turn(now);
        return _lease?.SpentByAll(_spent) ?? _spent;
    }

    /// <summary>Gets what other replicas hold and have not spent.</summary>
    public long HeldByOthers => _lease?.HeldByOthers ?? 0;

    public bool TryReserve(long worst, DateTimeOffset now, out TimeSpan wait)
    {
        Turn(now);
        _lease?.Asked(worst, now);
        wait = TimeSpan.Zero;
        var most = _lease?.Granted ?? _limit;
        // What costs nothing is covered by whatever is left.
        if (worst == 0 || worst <= most - _spent - _reserved)
        {
            _reserved += worst;
            _lease?.Left(most - _spent - _reserved, now);
            return true;
        }

        // Requests under way, or other replicas, may give some of it back soon; else the next period must be waited for.
        MayBeMore = _lease?.IsShort(worst, _spent, now) == true;
        WasShort |= !MayBeMore && worst > most - _spent;
        wait = MayBeMore || (_reserved > 0 && worst <= most - _spent) ? TimeSpan.FromSeconds(1) : _end - now;
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

    /// <summary>Takes the place of an account whose limit was changed; what is still reserved there counts as spent here.</summary>
    public void Adopt(BudgetAccount old)
    {
        (_start, _end, _spent) = (old._start, old._end, old._spent + old._reserved);
        _lease!.Adopt(old._lease!);
    }

    /// <summary>Adds what replicas must exchange about it now.</summary>
    public void Wish(DateTimeOffset now, bool isLast, List<LeaseWish> into)
    {
        Turn(now);
        _lease!.Wish(subject, _start, _end, now, _spent + _reserved, _spent, isLast, into);
    }

    /// <summary>Takes an exchange's answer up.</summary>
    /// <returns>Whether the other replicas should look.</returns>
    public bool Take(in LeaseGrant grant, in LeaseWish wish) => _lease!.Take(grant, wish, _start);

    /// <summary>Another replica is short of it.</summary>
    public void Recall() => _lease?.Recall();

    /// <summary>Hands over what was spent since it was last asked for.</summary>
    public void TakeUnsaved(List<Spending> into)
    {
        if (_left is { } left)
        {
            into.Add(left);
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
        // Back only before anything was ever held: until the store's clock is known, a wrong one may have begun a later period.
        if (now >= _end || (now < _start && _lease is { IsUntouched: true }))
        {
            // A minute's budget nobody asked about for two minutes: what is older than one period is of no use to anyone.
            _left = _unsaved == 0 ? _left : new Spending(subject, limit.Per, _start, _unsaved);
            _unsaved = 0;
            var (ended, spent) = (_start, _spent);
            (_start, _end) = CalendarPeriod.Of(limit.Per, now);
            _spent = 0;
            WasShort = false;
            _lease?.Turn(ended, _start, subject, spent);
        }
    }
}
