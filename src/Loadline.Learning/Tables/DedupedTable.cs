namespace Loadline.Learning.Tables;

/// <summary>One table's part in a de-duplication.</summary>
/// <param name="Name">The file.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Within">Rows whose prompt an earlier row of the same table has.</param>
/// <param name="Across">Rows whose prompt is in a table before it, by that table's name.</param>
/// <param name="SkippedLines">Lines a lenient reading passed over.</param>
public sealed record DedupedTable(string Name, long Rows, long Within, IReadOnlyDictionary<string, long> Across, long SkippedLines);
