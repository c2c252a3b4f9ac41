namespace Loadline.Core.Limits;

/// <summary>One process's slice of a budget: how much it holds, and how much it should. Not thread-safe: its meter locks.</summary>
/// <remarks>
/// The slice follows demand: what is spent and reserved, and above it room for twice the largest request seen lately, for
/// <see cref="SecondsAhead"/> seconds at the present rate, and never less than a first request is likely to need. Small slices cost little
/// when a process dies. Where the budget nears its end nobody keeps what serves nobody: an idle process gives all of its own back, and so does
/// one whose rest covers no request of those it is asked for, or two such rests would lie in two processes until the period ends.
/// </remarks>
internal sealed class BudgetLease(long limit, LimitWindow window, LeaseTerms terms)
{
    private const int SecondsAhead = 5;
    private const int PassesBetweenReports = 5;

    // Of what an idle process holds, in billionths of a USD: a fiftieth of the budget within these bounds, and never above a quarter of it.
    private const long LeastIdle = 250_000_000;
    private const long MostIdle = 1_000_000_000;

    // Who was asked no longer ago is not idle.
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);

    // The rate is taken over no less.
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(1);

    // A slice that runs low is seen to no more often.
    private static readonly TimeSpan LowPause = TimeSpan.FromMilliseconds(50);

    private readonly List<LeaseWish> _closing = [];
    private readonly LeaseShortage _shortage = new();
    private readonly SmallestLately _smallest = new(Lately);
    private long _largest;
    private DateTimeOffset _askedAt;
    private DateTimeOffset _decayedAt;
    private long _least;
    private long _needs;
    private long _acknowledged;
    private long _low;
    private DateTimeOffset _lowAt;
    private int _recalls;
    private int _recallsTold;
    private int _recallsMet;
    private DateTimeOffset _recalledAt;
    private bool _hasFreed;
    private long _spentBefore;
    private DateTimeOffset _ratedAt;
    private long _rate;
    private long _told = -1;
    private long _totalGranted;
    private long _totalSpent;
    private int _passes;
    private DateTimeOffset _nextStart;
    private long _next;

    /// <summary>Gets what this process holds for the period under way.</summary>
    public long Granted { get; private set; }

    /// <summary>Gets a value indicating whether nothing was ever handed out to this process.</summary>
    public bool IsUntouched { get; private set; } = true;

    /// <summary>Gets what all processes have told to have spent in the period, this one's own since then not included.</summary>
    public long SpentByAll(long ownSpent) => Math.Max(_totalSpent - Math.Max(0, _told), 0) + ownSpent;

    /// <summary>Gets what others hold and have not told to have spent.</summary>
    public long HeldByOthers => Math.Max(0, _totalGranted - Granted - Math.Max(0, _totalSpent - Math.Max(0, _told)));

    /// <summary>Notes a request's worst case, let in or not.</summary>
    public void Asked(long worst, DateTimeOffset now)
    {
        (_largest, _askedAt) = (Math.Max(_largest, worst), now);
        _smallest.Note(worst, now);
    }

    /// <summary>Notes what is left of the slice after a request was let in: more is asked for before somebody has to be turned away.</summary>
    public void Left(long left, DateTimeOffset now)
    {
        if (left < _low && (now - _lowAt).Duration() >= LowPause)
        {
            _lowAt = now;
            terms.RanShort();
        }
    }

    /// <summary>Notes that a request was turned away for want of a slice, and says whether more may be had soon.</summary>
    public bool IsShort(long worst, long ownSpent, DateTimeOffset now)
    {
        var mayBeMore = _told < 0 || SpentByAll(ownSpent) + worst <= limit;
        if (mayBeMore && _shortage.Note(worst, now))
        {
            terms.RanShort();
        }

        return mayBeMore;
    }

    /// <summary>Another process is short: at the next exchange this one gives back what it does not need.</summary>
    public void Recall() => _recalls++;

    /// <summary>Begins another period.</summary>
    /// <param name="ended">When the one before began; the minimum: there was none.</param>
    /// <param name="start">When the new one begins.</param>
    /// <param name="subject">Whose budget.</param>
    /// <param name="spent">What was spent in the one before.</param>
    public void Turn(DateTimeOffset ended, DateTimeOffset start, string subject, long spent)
    {
        if (ended != DateTimeOffset.MinValue && (Granted > 0 || spent > 0))
        {
            _closing.Add(new LeaseWish(subject, window, ended, limit, spent, spent, spent, spent));
        }

        _acknowledged = Granted = _nextStart == start ? _next : 0;
        (_next, _nextStart) = (0, DateTimeOffset.MinValue);
        (_told, _totalGranted, _totalSpent, _spentBefore, _passes) = (-1, 0, 0, 0, 0);
        _shortage.Clear();
    }

    /// <summary>Takes another's place, whose limits were changed.</summary>
    public void Adopt(BudgetLease old)
    {
        (Granted, _acknowledged, _largest, _totalGranted, _totalSpent) = (old.Granted, old._acknowledged, old._largest, old._totalGranted, old._totalSpent);
        _closing.AddRange(old._closing);
        old.Granted = 0;
    }

    /// <summary>Adds what should be exchanged now; nothing where all is as it should be and was told lately.</summary>
    /// <param name="subject">Whose budget.</param>
    /// <param name="start">When the period under way began.</param>
    /// <param name="end">When it ends.</param>
    /// <param name="now">The time, by the store's clock.</param>
    /// <param name="used">What is spent and reserved.</param>
    /// <param name="spent">What is spent.</param>
    /// <param name="isLast">Whether the process ends: everything that is not used is given back.</param>
    /// <param name="into">Takes the wishes.</param>
    public void Wish(string subject, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now, long used, long spent, bool isLast, List<LeaseWish> into)
    {
        into.AddRange(_closing);
        var room = Math.Max(0, limit - _totalGranted);
        var isRecalled = _recalls != _recallsMet;
        _recallsTold = _recalls;
        _recalledAt = isRecalled ? now : _recalledAt;

        // What was given back is not had again at once: that would be given back again, and told, without end.
        var isScarce = (now - _recalledAt).Duration() < Lately || _totalGranted >= limit - (limit / 10);
        Decay(now);
        _least = _smallest.At(now);
        var headroom = isLast ? 0 : Headroom(spent, Granted + room - used, now, isScarce);
        _needs = isLast ? 0 : _shortage.Needs(Granted + room - used, now);
        var wanted = Math.Min(used + Math.Max(headroom, _needs), Math.Max(limit, used));
        if (wanted < Granted && !isLast && !isScarce && Granted - used <= 2 * headroom)
        {
            wanted = Granted;
        }

        _low = isScarce ? 0 : headroom / 2;
        if (wanted != Granted || Granted != _acknowledged || spent != _told || isRecalled || --_passes <= 0)
        {
            // Given back before it is told: it must not be spent while the store hands it to another.
            var held = Granted;
            var isStuck = _needs > 0 && used + _needs > held + room && held - used < _least && _shortage.MayRelease(now);
            Granted = isStuck ? Math.Min(held, used) : Math.Min(held, wanted);
            _hasFreed |= isRecalled && Granted < _acknowledged;
            into.Add(new LeaseWish(subject, window, start, limit, wanted, _needs == 0 ? 0 : Math.Min(wanted, used + _needs), Granted, spent));
        }

        if (!isLast && end - now < Ahead(window) && _nextStart != end)
        {
            into.Add(new LeaseWish(subject, window, end, limit, Math.Min(limit, Math.Max(headroom, Idle)), 0, 0, 0));
        }
    }

    /// <summary>Takes an answer up.</summary>
    /// <param name="grant">The answer.</param>
    /// <param name="wish">What it answers.</param>
    /// <param name="start">When the period under way began.</param>
    /// <returns>Whether the others should look: a request here waits for what they hold, or something was given back that one of them waits for.</returns>
    public bool Take(in LeaseGrant grant, in LeaseWish wish, DateTimeOffset start)
    {
        IsUntouched &= grant.Granted == 0;
        if (grant.Start == start)
        {
            _acknowledged = Granted = grant.Granted;
            (_totalGranted, _totalSpent, _told, _passes, _recallsMet) = (grant.TotalGranted, grant.TotalSpent, wish.Spent, PassesBetweenReports, _recallsTold);
            return IsNewsToOthers(grant.Granted >= wish.Needed);
        }

        if (grant.Start > start)
        {
            (_nextStart, _next) = (grant.Start, grant.Granted);
        }
        else
        {
            // A period that ended while this was under way has a wish of its own yet, with more spent.
            _closing.Remove(wish);
        }

        return false;
    }

    private bool IsNewsToOthers(bool isMet)
    {
        if (isMet)
        {
            _shortage.Met(_needs);
        }

        // What was freed is told as seldom as what is missed, and later rather than never, unless nothing that is asked for fits any more.
        _hasFreed &= _totalSpent + _least <= limit;
        if ((_hasFreed || (!isMet && HeldByOthers > 0)) && _shortage.MayCall())
        {
            _hasFreed = false;
            return true;
        }

        return false;
    }

    // By a 64th in a second, however often is exchanged in it.
    private void Decay(DateTimeOffset now)
    {
        _largest = (long)(_largest * Math.Pow(63d / 64, (now - _decayedAt).Duration().TotalSeconds));
        _decayedAt = now;
    }

    private long Idle => Math.Min(limit / 4, Math.Clamp(limit / 50, LeastIdle, MostIdle));

    private long Headroom(long spent, long covered, DateTimeOffset now, bool isScarce)
    {
        var busy = Math.Max(2 * _largest, SecondsAhead * Rate(spent, now));
        if (!isScarce)
        {
            return Math.Max(Idle, busy);
        }

        var isIdle = (now - _askedAt).Duration() > Lately;
        return isIdle || covered < _least ? 0 : Math.Min(busy, Math.Max(_largest, (limit - _totalSpent) / 2));
    }

    // Exchanges come more often than once a second where requests run short.
    private long Rate(long spent, DateTimeOffset now)
    {
        var span = (now - _ratedAt).Duration();
        var rate = (long)(Math.Max(0, spent - _spentBefore) / Math.Max(1, span / RateSpan));
        if (span < RateSpan)
        {
            return Math.Max(_rate, rate);
        }

        (_spentBefore, _ratedAt, _rate) = (spent, now, rate);
        return rate;
    }

    // Soon enough that a period never begins without a slice, late enough that little is held for nothing.
    private static TimeSpan Ahead(LimitWindow window) => window switch
    {
        LimitWindow.Minute => TimeSpan.FromSeconds(15),
        LimitWindow.Hour => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromMinutes(5),
    };
}
