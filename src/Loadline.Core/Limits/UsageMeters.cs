using System.Collections.Concurrent;

namespace Loadline.Core.Limits;

/// <summary>Every meter of this process by its subject. Safe for any number of threads.</summary>
/// <remarks>A subject whose limits stay keeps its state; one whose limits change begins anew, but for the money it has spent.</remarks>
public sealed class UsageMeters
{
    private readonly ConcurrentDictionary<string, Entry> _meters = new(StringComparer.Ordinal);

    /// <summary>Gets what budgets are leased by, where replicas share them; <see langword="null"/>: this process has them to itself.</summary>
    public LeaseTerms? Terms { get; init; }

    /// <summary>Gets a subject's meter; makes it where there is none, or its limits are others than before.</summary>
    /// <returns>The meter; <see langword="null"/> where there is nothing to limit.</returns>
    public UsageMeter? For(string subject, IReadOnlyList<UsageLimit> limits, TimeSpan now, DateTimeOffset utc)
    {
        if (limits.Count == 0)
        {
            return null;
        }

        return _meters.TryGetValue(subject, out var entry) && ReferenceEquals(entry.Limits, limits) ? entry.Meter : Replace(subject, limits, now, utc);
    }

    /// <summary>Takes up what earlier processes have spent; to be called before the first request.</summary>
    public void Load(IReadOnlyList<Spending> spent) => _loaded = spent.ToLookup(row => row.Subject, StringComparer.Ordinal);

    /// <summary>Hands over what budgets have spent since it was last asked for; to be kept, or given to <see cref="PutBack"/>.</summary>
    public IReadOnlyList<Spending> TakeUnsaved()
    {
        lock (_meters)
        {
            var unsaved = _unsaved;
            _unsaved = [];
            foreach (var entry in _meters.Values)
            {
                entry.Meter.TakeUnsaved(unsaved);
            }

            return unsaved;
        }
    }

    /// <summary>Takes back what could not be kept; it is handed over again.</summary>
    public void PutBack(IReadOnlyList<Spending> unsaved)
    {
        lock (_meters)
        {
            _unsaved.AddRange(unsaved);
        }
    }

    /// <summary>Lists what replicas must exchange about budgets now; nothing before the store's clock was read, by an exchange of nothing.</summary>
    /// <param name="utc">The time.</param>
    /// <param name="isLast">Whether the process ends: what it does not use is given back.</param>
    public IReadOnlyList<LeaseWish> Wishes(DateTimeOffset utc, bool isLast = false)
    {
        var wishes = new List<LeaseWish>();
        foreach (var entry in Terms!.IsKnown ? _meters.Values : [])
        {
            entry.Meter.Wish(utc, isLast, wishes);
        }

        return wishes;
    }

    /// <summary>Takes up the answers to wishes.</summary>
    /// <returns>Whose budgets the other replicas should look at: a request waits for what they hold, or for what was just given back.</returns>
    public IReadOnlyList<string> Take(IReadOnlyList<LeaseWish> wishes, LeaseReply reply, DateTimeOffset utc)
    {
        Terms!.Offset = reply.StoreTime - utc;
        List<string>? news = null;
        for (var i = 0; i < wishes.Count; i++)
        {
            if (_meters.TryGetValue(wishes[i].Subject, out var entry) && entry.Meter.Take(reply.Grants[i], wishes[i]))
            {
                (news ??= []).Add(wishes[i].Subject);
            }
        }

        return news ?? [];
    }

    /// <summary>Another replica is short of a budget: what is not needed here is given back at the next exchange.</summary>
    public void Recall(string subject)
    {
        if (_meters.TryGetValue(subject, out var entry))
        {
            entry.Meter.Recall();
        }
    }

    /// <summary>Tells how all budgets stand.</summary>
    public IReadOnlyList<BudgetStatus> Budgets(DateTimeOffset utc) => [.. _meters.Values.SelectMany(entry => entry.Meter.Budgets(utc))];

    private ILookup<string, Spending> _loaded = Array.Empty<Spending>().ToLookup(row => row.Subject);
    private List<Spending> _unsaved = [];

    private UsageMeter Replace(string subject, IReadOnlyList<UsageLimit> limits, TimeSpan now, DateTimeOffset utc)
    {
        lock (_meters)
        {
            if (_meters.TryGetValue(subject, out var old))
            {
                if (ReferenceEquals(old.Limits, limits) || old.Limits.SequenceEqual(limits))
                {
                    _meters[subject] = old with { Limits = limits };
                    return old.Meter;
                }
            }

            var meter = new UsageMeter(subject, limits, now, Terms);
            if (Terms is not null)
            {
                if (old is not null)
                {
                    meter.Adopt(old.Meter);
                }

                _meters[subject] = new Entry(limits, meter);
                return meter;
            }

            if (old is null)
            {
                foreach (var (_, window, start, nano) in _loaded[subject])
                {
                    meter.Restore(window, start, nano, utc);
                }
            }

            old?.Meter.TakeUnsaved(_unsaved);
            foreach (var budget in old?.Meter.Budgets(utc) ?? [])
            {
                // What is still under way under the old limits settles there; it is not counted twice.
                meter.Restore(budget.Limit.Per, budget.Start, NanoUsd.FromUsd(budget.SpentUsd + budget.ReservedUsd), utc);
            }

            _meters[subject] = new Entry(limits, meter);
            return meter;
        }
    }

    private sealed record Entry(IReadOnlyList<UsageLimit> Limits, UsageMeter Meter);
}
