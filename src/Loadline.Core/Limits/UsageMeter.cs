namespace Loadline.Core.Limits;

/// <summary>The limits of one key, team, route or model, and how much of them is in use. Safe for any number of threads.</summary>
/// <remarks>Entering is all or nothing; whoever is let in must <see cref="Leave"/> with what it had asked for. Allocates nothing.</remarks>
public sealed class UsageMeter
{
    private readonly Lock _gate = new();
    private readonly UsageLimit[] _rates;
    private readonly TokenBucket[] _buckets;
    private readonly BudgetAccount[] _budgets;
    private readonly UsageLimit? _concurrency;
    private readonly LeaseTerms? _terms;
    private int _running;

    /// <param name="subject">Whose limits they are, as denials name it.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="now">The time on the monotonic clock that <see cref="TryEnter"/> is given.</param>
    /// <param name="terms">What budgets are leased by, where replicas share them; <see langword="null"/>: this process has them to itself.</param>
    public UsageMeter(string subject, IReadOnlyList<UsageLimit> limits, TimeSpan now, LeaseTerms? terms = null)
    {
        Subject = subject;
        _terms = terms;
        _rates = [.. limits.Where(limit => limit.Of is LimitedUse.Requests or LimitedUse.Tokens or LimitedUse.Cost)];
        _buckets = [.. _rates.Select(limit => new TokenBucket(Size(limit), CalendarPeriod.Length(limit.Per), now))];

        // Of two for one period the smaller holds anyway, and replicas know a budget by its period.
        _budgets = [.. limits.Where(limit => limit.Of == LimitedUse.Budget).GroupBy(limit => limit.Per)
            .Select(group => new BudgetAccount(group.MinBy(limit => limit.Amount)!, subject, terms))];
        CountsMoney = limits.Any(limit => limit.Of is LimitedUse.Cost or LimitedUse.Budget);
        _concurrency = limits.FirstOrDefault(limit => limit.Of == LimitedUse.Concurrency);
    }

    /// <summary>Gets whose limits they are, as messages say it: <c>key support</c>, <c>route auto</c>.</summary>
    public string Subject { get; }

    /// <summary>Gets a value indicating whether it counts money.</summary>
    public bool CountsMoney { get; }

    /// <summary>Gets the requests let in that have not left.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Lets a request in, or says why not; then nothing was taken.</summary>
    public bool TryEnter(in UsageDemand demand, TimeSpan now, DateTimeOffset utc, out LimitDenial denial)
    {
        utc = Period(utc);
        lock (_gate)
        {
            if (_concurrency is { } most && _running >= most.Amount)
            {
                denial = new LimitDenial(Subject, most, TimeSpan.FromSeconds(1));
                return false;
            }

            for (var i = 0; i < _buckets.Length; i++)
            {
                if (!_buckets[i].TryTake(Amount(_rates[i], demand), now, out var wait))
                {
                    Undo(demand, i, 0, utc);
                    denial = new LimitDenial(Subject, _rates[i], wait);
                    return false;
                }
            }

            for (var i = 0; i < _budgets.Length; i++)
            {
                if (!_budgets[i].TryReserve(demand.Nano, utc, out var wait))
                {
                    Undo(demand, _buckets.Length, i, utc);
                    denial = new LimitDenial(Subject, _budgets[i].Limit, wait) { IsHeldElsewhere = _budgets[i].MayBeMore };
                    return false;
                }
            }

            _running++;
            denial = default;
            return true;
        }
    }

    /// <summary>Takes back a request that was let in but never ran, as if it had not asked.</summary>
    public void TakeBack(in UsageDemand demand, DateTimeOffset utc)
    {
        utc = Period(utc);
        lock (_gate)
        {
            _running--;
            Undo(demand, _buckets.Length, _budgets.Length, utc);
        }
    }

    /// <summary>Lets a request go.</summary>
    /// <param name="asked">What it had asked for.</param>
    /// <param name="used">What it used: nothing where nothing was billed.</param>
    /// <param name="utc">The time.</param>
    public void Leave(in UsageDemand asked, in UsageDemand used, DateTimeOffset utc)
    {
        utc = Period(utc);
        lock (_gate)
        {
            _running--;
            for (var i = 0; i < _buckets.Length; i++)
            {
                // A request stays counted whatever came of it.
                var difference = _rates[i].Of == LimitedUse.Requests ? 0 : Amount(_rates[i], asked) - Amount(_rates[i], used);
                _buckets[i].Return(difference);
            }

            foreach (var budget in _budgets)
            {
                budget.Settle(asked.Nano, used.Nano, utc);
            }
        }
    }

    /// <summary>Counts what the periods under way have cost before this process began.</summary>
    /// <param name="window">The budget's window.</param>
    /// <param name="start">The period's start.</param>
    /// <param name="nano">The cost in billionths of a USD.</param>
    /// <param name="utc">The time.</param>
    public void Restore(LimitWindow window, DateTimeOffset start, long nano, DateTimeOffset utc)
    {
        lock (_gate)
        {
            foreach (var budget in _budgets)
            {
                if (budget.Limit.Per == window)
                {
                    budget.Restore(start, nano, utc);
                }
            }
        }
    }

    /// <summary>Hands over what its budgets have spent since it was last asked for.</summary>
    public void TakeUnsaved(List<Spending> into)
    {
        lock (_gate)
        {
            foreach (var budget in _budgets)
            {
                budget.TakeUnsaved(into);
            }
        }
    }

    /// <summary>Tells how its budgets stand.</summary>
    public IReadOnlyList<BudgetStatus> Budgets(DateTimeOffset utc)
    {
        utc = Period(utc);
        lock (_gate)
        {
            return [.. _budgets.Select(budget => new BudgetStatus(
                Subject, budget.Limit, budget.Start(utc), NanoUsd.ToUsd(budget.Spent(utc)), NanoUsd.ToUsd(budget.Reserved))
            {
                HeldByOthersUsd = NanoUsd.ToUsd(budget.HeldByOthers),
                WasShort = budget.WasShort,
            })];
        }
    }

    /// <summary>Adds what replicas must exchange about its budgets now.</summary>
    /// <param name="utc">The time.</param>
    /// <param name="isLast">Whether the process ends: what it does not use is given back.</param>
    /// <param name="into">Takes the wishes.</param>
    public void Wish(DateTimeOffset utc, bool isLast, List<LeaseWish> into)
    {
        utc = Period(utc);
        lock (_gate)
        {
            foreach (var budget in _budgets)
            {
                budget.Wish(utc, isLast, into);
            }
        }
    }

    /// <summary>Takes up the answer to a wish.</summary>
    public void Take(in LeaseGrant grant, in LeaseWish wish)
    {
        lock (_gate)
        {
            foreach (var budget in _budgets)
            {
                if (budget.Limit.Per == grant.Per)
                {
                    budget.Take(grant, wish);
                }
            }
        }
    }

    /// <summary>Takes over the slices of a meter that it replaces.</summary>
    public void Adopt(UsageMeter old)
    {
        lock (old._gate)
        {
            foreach (var budget in _budgets)
            {
                if (Array.Find(old._budgets, before => before.Limit.Per == budget.Limit.Per) is { } before)
                {
                    budget.Adopt(before);
                }
            }
        }
    }

    /// <summary>Finds the rate limit that is nearest to its end, for the <c>ratelimit</c> headers.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryNearest(TimeSpan now, out RateStatus status)
    {
        lock (_gate)
        {
            var nearest = -1;
            for (var i = 0; i < _buckets.Length; i++)
            {
                if (nearest < 0 || _buckets[i].Left(now) / _buckets[i].Size < _buckets[nearest].Left(now) / _buckets[nearest].Size)
                {
                    nearest = i;
                }
            }

            status = nearest < 0 ? default : new RateStatus(
                _rates[nearest], Math.Max(0, (long)_buckets[nearest].Left(now)), _buckets[nearest].UntilFull(now));
            return nearest >= 0;
        }
    }

    // Replicas reckon periods by the store's clock.
    private DateTimeOffset Period(DateTimeOffset utc) => _terms is null ? utc : utc + _terms.Offset;

    private void Undo(in UsageDemand demand, int buckets, int budgets, DateTimeOffset utc)
    {
        for (var i = 0; i < buckets; i++)
        {
            _buckets[i].Return(Amount(_rates[i], demand));
        }

        for (var i = 0; i < budgets; i++)
        {
            _budgets[i].Settle(demand.Nano, 0, utc);
        }
    }

    private static double Amount(UsageLimit limit, in UsageDemand demand) => limit.Of switch
    {
        LimitedUse.Requests => 1,
        LimitedUse.Tokens => demand.Tokens,
        _ => demand.Nano,
    };

    private static double Size(UsageLimit limit) =>
        limit.Of == LimitedUse.Cost ? NanoUsd.FromUsd(limit.Amount) : (double)limit.Amount;
}
