namespace Loadline.Learning.Tables;

/// <summary>What de-duplication found.</summary>
/// <param name="Tables">The tables, in the order given.</param>
/// <param name="Kept">Rows left.</param>
/// <param name="Conflicts">Dropped rows whose grades differ from those of the row that was kept.</param>
/// <param name="RenamedIds">Kept rows whose id another table used too; theirs became <c>table/id</c>.</param>
public sealed record DedupeReport(IReadOnlyList<DedupedTable> Tables, long Kept, long Conflicts, long RenamedIds);
