namespace Loadline.Core.Decisions;

/// <summary>Keeps the newest decisions in memory: a ring that overwrites its oldest.</summary>
/// <remarks>Recording is one interlocked increment and one write; looking up scans, which only people wait for.</remarks>
public sealed class RecentDecisions(int capacity) : IDecisionLog
{
    private readonly FinishedDecision?[] _ring = new FinishedDecision?[Math.Max(1, capacity)];
    private long _count;

    /// <inheritdoc/>
    public void Record(FinishedDecision decision)
    {
        var slot = (Interlocked.Increment(ref _count) - 1) % _ring.Length;
        Volatile.Write(ref _ring[slot], decision);
    }

    /// <inheritdoc/>
    public DecisionRecord? Find(string id)
    {
        foreach (var decision in _ring)
        {
            if (decision?.Id == id)
            {
                return decision.ToRecord();
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DecisionRecord> Recent(int count)
    {
        var newest = Volatile.Read(ref _count);
        var wanted = (int)Math.Min(Math.Min(Math.Max(0, count), newest), _ring.Length);
        var records = new List<DecisionRecord>(wanted);
        for (var i = 1; i <= wanted; i++)
        {
            if (Volatile.Read(ref _ring[(newest - i) % _ring.Length]) is { } decision)
            {
                records.Add(decision.ToRecord());
            }
        }

        return records;
    }
}
