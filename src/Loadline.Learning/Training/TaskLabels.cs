namespace Loadline.Learning.Training;

/// <summary>The tasks that training rows are labelled with. Learned from text, so that none is needed at serving time.</summary>
internal sealed class TaskLabels
{
    // A task met less often can neither be learned nor checked across folds.
    private const int LeastRows = 5;
    private const int MostTasks = 256;

    private TaskLabels(string[] names, int[] ofRow)
    {
        Names = names;
        OfRow = ofRow;
    }

    public string[] Names { get; }

    /// <summary>Gets the task of every row of the table; -1 where it has none that is learned.</summary>
    public int[] OfRow { get; }

    /// <summary>Takes the labels of training rows only; other rows keep -1.</summary>
    public static TaskLabels Of(IReadOnlyList<string> groups, int[] rows)
    {
        string[] names = [.. rows.Select(row => groups[row])
            .Where(group => group.Length > 0)
            .GroupBy(group => group, StringComparer.Ordinal)
            .Where(group => group.Count() >= LeastRows)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(MostTasks)
            .Select(group => group.Key)
            .Order(StringComparer.Ordinal)];
        names = names.Length > 1 ? names : [];
        var ofRow = new int[groups.Count];
        Array.Fill(ofRow, -1);
        foreach (var row in rows)
        {
            ofRow[row] = Math.Max(-1, Array.BinarySearch(names, groups[row], StringComparer.Ordinal));
        }

        return new TaskLabels(names, ofRow);
    }
}
