namespace Loadline.Learning.Training;

/// <summary>Splits that never put the same normalised prompt on both sides.</summary>
public static class Folds
{
    /// <summary>Gives each of <paramref name="rows"/> a fold, by prompt.</summary>
    /// <returns>Parallel to <paramref name="rows"/>, each in [0, folds).</returns>
    public static int[] Assign<TKey>(IReadOnlyList<TKey> keys, IReadOnlyList<int> rows, int folds, int seed)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(rows);
        var order = Shuffled(keys, rows, seed);
        var foldOf = new Dictionary<TKey, int>(order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            foldOf[order[i]] = i % folds;
        }

        return [.. rows.Select(row => foldOf[keys[row]])];
    }

    /// <summary>Draws about <paramref name="count"/> training rows: whole prompts are taken until there are that many.</summary>
    /// <returns>Training rows and the rest, each in the order of the table.</returns>
    public static (int[] Train, int[] Test) Draw<TKey>(IReadOnlyList<TKey> keys, int count, int seed)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keys);
        int[] rows = [.. Enumerable.Range(0, keys.Count)];
        var rowsOf = rows.ToLookup(row => keys[row]);
        var taken = new HashSet<TKey>();
        var left = count;
        foreach (var key in Shuffled(keys, rows, seed))
        {
            var size = rowsOf[key].Count();
            if (size <= left)
            {
                taken.Add(key);
                left -= size;
            }
        }

        return ([.. rows.Where(row => taken.Contains(keys[row]))], [.. rows.Where(row => !taken.Contains(keys[row]))]);
    }

    private static TKey[] Shuffled<TKey>(IReadOnlyList<TKey> keys, IReadOnlyList<int> rows, int seed)
        where TKey : notnull
    {
        TKey[] distinct = [.. rows.Select(row => keys[row]).Distinct()];
        new Random(seed).Shuffle(distinct);
        return distinct;
    }
}
