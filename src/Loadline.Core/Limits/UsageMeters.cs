using System.Collections.Concurrent;

namespace Loadline.Core.Limits;

/// <summary>Every meter of this process by its subject. Safe for any number of threads.</summary>
/// <remarks>A subject whose limits stay keeps its state; one whose limits change begins anew, but for the money it has spent.</remarks>
public sealed class UsageMeters
{
    private readonly ConcurrentDictionary<string, Entry> _meters = new(StringComparer.Ordinal);

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

    /// <summary>Tells how all budgets stand.</summary>
    public IReadOnlyList<BudgetStatus> Budgets(DateTimeOffset utc) => [.. _meters.Values.SelectMany(entry => entry.Meter.Budgets(utc))];

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

            var meter = new UsageMeter(subject, limits, now);
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
