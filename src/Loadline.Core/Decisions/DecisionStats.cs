using System.Collections.Concurrent;
using Loadline.Core.Plans;

namespace Loadline.Core.Decisions;

/// <summary>Totals over all decisions since the process started, by route and served model.</summary>
public sealed class DecisionStats
{
    private readonly ConcurrentDictionary<(string Route, string Model), ModelTally> _tallies = new();
    private long _failovers;
    private long _downgrades;
    private long _escalations;

    /// <summary>Gets requests answered after at least one failed attempt.</summary>
    public long Failovers => Volatile.Read(ref _failovers);

    /// <summary>Gets requests served by a named fallback that may be weaker than the choice.</summary>
    public long Downgrades => Volatile.Read(ref _downgrades);

    /// <summary>Gets requests that the reference served on a route whose mode lets others serve.</summary>
    public long Escalations => Volatile.Read(ref _escalations);

    /// <summary>Counts a decision. Thread-safe.</summary>
    public void Add(FinishedDecision decision)
    {
        var key = (decision.Route.Name, decision.Served?.Name ?? "none");
        if (!_tallies.TryGetValue(key, out var tally))
        {
            tally = _tallies.GetOrAdd(key, static k => new ModelTally(k.Route, k.Model));
        }

        tally.Add(decision);
        if (decision.Error == RoutingError.None && decision.Attempts > 1 && decision.HasFailedAttempt)
        {
            Interlocked.Increment(ref _failovers);
        }

        if (ReferenceEquals(decision.ServedAs, ServedRoles.Downgrade))
        {
            Interlocked.Increment(ref _downgrades);
        }

        if (decision.IsEnforced && decision.Served is not null && ReferenceEquals(decision.Served, decision.Route.Reference))
        {
            Interlocked.Increment(ref _escalations);
        }
    }

    /// <summary>The totals so far, a row for each route and model.</summary>
    public IReadOnlyList<ModelTotals> Read() =>
        [.. _tallies.Values.Select(tally => tally.Read()).OrderBy(totals => totals.Route, StringComparer.Ordinal).ThenBy(totals => totals.Model, StringComparer.Ordinal)];
}
