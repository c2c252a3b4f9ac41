namespace Loadline.Core.Runtime;

/// <summary>The candidates that one rule of one route may involve: its pool, then the reference, then named fallbacks.</summary>
public sealed class CandidateSet
{
    /// <summary>Joins them, each candidate once; fallbacks are by what went wrong with the choice.</summary>
    public CandidateSet(
        IReadOnlyList<CandidateSnapshot> pool,
        CandidateSnapshot? reference,
        IReadOnlyList<CandidateSnapshot> fallbacks,
        IReadOnlyList<CandidateSnapshot>? context = null,
        IReadOnlyList<CandidateSnapshot>? content = null,
        IReadOnlyList<CandidateSnapshot>? quota = null,
        IReadOnlyList<CandidateSnapshot>? refusal = null)
    {
        var all = new List<CandidateSnapshot>(pool);
        PoolCount = all.Count;
        ReferenceIndex = reference is null ? -1 : IndexOrAdd(all, reference);
        Fallbacks = Indexes(all, fallbacks);
        ContextFallbacks = Indexes(all, context ?? []);
        ContentFallbacks = Indexes(all, content ?? []);
        QuotaFallbacks = Indexes(all, quota ?? []);
        RefusalFallbacks = Indexes(all, refusal ?? []);
        All = [.. all];
    }

    /// <summary>Gets every candidate; the first <see cref="PoolCount"/> are the pool that a policy may choose from.</summary>
    public CandidateSnapshot[] All { get; }

    /// <summary>Gets the number of candidates that a policy may choose from.</summary>
    public int PoolCount { get; }

    /// <summary>Gets the reference's position in <see cref="All"/>; -1 where there is none.</summary>
    public int ReferenceIndex { get; }

    /// <summary>Gets the positions in <see cref="All"/> of those that may stand in although they may be weaker.</summary>
    public int[] Fallbacks { get; }

    /// <summary>Gets the positions of those named for a prompt that did not fit.</summary>
    public int[] ContextFallbacks { get; }

    /// <summary>Gets the positions of those named for a content filter's refusal.</summary>
    public int[] ContentFallbacks { get; }

    /// <summary>Gets the positions of those named for an empty account.</summary>
    public int[] QuotaFallbacks { get; }

    /// <summary>Gets the positions of those named for a model that declined to answer.</summary>
    public int[] RefusalFallbacks { get; }

    /// <summary>Finds a candidate of the pool by name.</summary>
    /// <returns>Its position in <see cref="All"/>, below <see cref="PoolCount"/>; -1 where it is not in the pool.</returns>
    public int PoolIndexOf(string name) => Array.FindIndex(All, 0, PoolCount, candidate => candidate.Name == name);

    private static int[] Indexes(List<CandidateSnapshot> all, IReadOnlyList<CandidateSnapshot> named) =>
        [.. named.Select(candidate => IndexOrAdd(all, candidate))];

    private static int IndexOrAdd(List<CandidateSnapshot> all, CandidateSnapshot candidate)
    {
        var index = all.IndexOf(candidate);
        if (index >= 0)
        {
            return index;
        }

        all.Add(candidate);
        return all.Count - 1;
    }
}
