namespace Loadline.Learning.Training;

/// <summary>Splits that never put the same normalised prompt on both sides.</summary>
public static class Folds
{
    /// <summary>Gives each of <paramref name="rows"/> a fold, by prompt.</summary>
    /// <returns>Parallel to <paramref name="rows"/>, each in [0, folds).</returns>
    public static int[] Assign(IReadOnlyList<string> keys, IReadOnlyList<int> rows, int folds, int seed)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(rows);
        var order = Shuffled(keys, rows, seed);
        var foldOf = new Dictionary<string, int>(order.Length, StringComparer.Ordinal);
        for (var i = 0; i < order.Length; i++)
        {
            foldOf[order[i]] = i % folds;
        }

        return [.. rows.Select(row => foldOf[keys[row]])];
    }

    /// <summary>Draws about <paramref name="count"/> training rows: whole prompts are taken until there are that many.</summary>
    /// <returns>Training rows and the rest, each in the order of the table.</returns>
    public static (int[] Train, int[] Test) Draw(IReadOnlyList<string> keys, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(keys);
        int[] rows = [.. Enumerable.Range(0, keys.Count)];
        var rowsOf = rows.ToLookup(row => keys[row], StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
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

    private static string[] Shuffled(IReadOnlyList<string> keys, IReadOnlyList<int> rows, int seed)
    {
        string[] distinct = [.. rows.Select(row => keys[row]).Distinct(StringComparer.Ordinal)];
        new Random(seed).Shuffle(distinct);
        return distinct;
    }
}
