using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables;

/// <summary>Finds which rows belong together: those with the same prompt, those of one cluster, and whatever these tie to one another.</summary>
/// <remarks>
/// Rows that belong together must fall into the same part of a split, or what was trained on is tested on. Without clusters a row's
/// prompt alone decides and nothing is remembered; with them, some 60 bytes for each prompt and cluster that a clustered row names.
/// </remarks>
internal sealed class RowUnits
{
    private readonly Dictionary<UInt128, UInt128> _parents = [];

    /// <summary>Notes a row; all rows are noted before the first <see cref="Find"/>.</summary>
    public void Note(OutcomeRow row)
    {
        if (row.Cluster is { } cluster)
        {
            Join(PromptKey.Of(row), TableKeys.OfCluster(cluster));
        }
    }

    /// <summary>Finds the key of the unit that a row belongs to; the smallest of its members' keys, whatever the rows' order.</summary>
    public UInt128 Find(OutcomeRow row) => Root(PromptKey.Of(row));

    private void Join(UInt128 one, UInt128 other)
    {
        var (a, b) = (Root(one), Root(other));
        var (low, high) = a < b ? (a, b) : (b, a);
        _parents[low] = low;
        _parents[high] = low;
    }

    private UInt128 Root(UInt128 key)
    {
        var root = key;
        while (_parents.TryGetValue(root, out var parent) && parent != root)
        {
            root = parent;
        }

        // Paths are shortened on the way back, so that long chains are walked once.
        while (key != root && _parents.TryGetValue(key, out var next))
        {
            _parents[key] = root;
            key = next;
        }

        return root;
    }
}
