using System.Collections.Concurrent;

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

    public void Add(DecisionRecord record)
    {
        var key = (record.Route, record.Served ?? "none");
        if (!_tallies.TryGetValue(key, out var tally))
        {
            tally = _tallies.GetOrAdd(key, static k => new ModelTally(k.Route, k.Model));
        }

        tally.Add(record);
        if (record.Outcome == "ok" && record.Attempts.Count > 1)
        {
            Interlocked.Increment(ref _failovers);
        }

        if (record.ServedAs == "downgrade")
        {
            Interlocked.Increment(ref _downgrades);
        }

        if (record.Mode == "enforce" && record.Served is not null && record.Served == record.Reference)
        {
            Interlocked.Increment(ref _escalations);
        }
    }

    public IReadOnlyList<ModelTotals> Read() =>
        [.. _tallies.Values.Select(tally => tally.Read()).OrderBy(totals => totals.Route, StringComparer.Ordinal).ThenBy(totals => totals.Model, StringComparer.Ordinal)];
}
