using Loadline.Core.Predictors;

namespace Loadline.Gateway.Caching;

/// <summary>The answers of questions that may be compared with each other, by what is around them. Changed under its owner's lock; lists are never changed but replaced.</summary>
internal sealed class SimilarEntries(int most)
{
    private readonly Dictionary<UInt128, CacheEntry[]> _scopes = [];

    /// <summary>Gets those of one scope; may be searched after the lock was left.</summary>
    public CacheEntry[] In(UInt128 scope) => _scopes.GetValueOrDefault(scope, []);

    /// <summary>Adds one that has a scope and a vector, in the place of those not made after a time, and of the oldest where there are too many.</summary>
    public void Add(CacheEntry entry, long after)
    {
        if (entry.Asked is { Scope: { } scope, Vector: not null })
        {
            var known = Array.FindAll(In(scope), one => one.MadeAt > after);
            _scopes[scope] = [.. known.AsSpan(Math.Max(0, known.Length + 1 - most)), entry];
        }
    }

    public void Remove(CacheEntry entry)
    {
        if (entry.Asked?.Scope is not { } scope || Array.IndexOf(In(scope), entry) is not (>= 0 and var at))
        {
            return;
        }

        var known = In(scope);
        if (known.Length == 1)
        {
            _scopes.Remove(scope);
        }
        else
        {
            _scopes[scope] = [.. known.AsSpan(0, at), .. known.AsSpan(at + 1)];
        }
    }

    /// <summary>Finds the nearest of those made after a time.</summary>
    public static (CacheEntry? Entry, float Similarity) Nearest(CacheEntry[] entries, float[] vector, long after)
    {
        var (best, similarity) = ((CacheEntry?)null, float.NegativeInfinity);
        foreach (var entry in entries)
        {
            if (entry.MadeAt <= after)
            {
                continue;
            }

            var one = EmbeddingText.Similarity(vector, entry.Asked!.Vector);
            (best, similarity) = one > similarity ? (entry, one) : (best, similarity);
        }

        return (best, Math.Min(1, similarity));
    }
}
