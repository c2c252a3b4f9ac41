namespace Loadline.Learning.Design;

/// <summary>The best route of one kind.</summary>
/// <param name="Name">The kind: <c>single</c>, <c>trained</c>.</param>
/// <param name="Says">What it does.</param>
/// <param name="Tried">Settings of this kind that were tried in order, on the rows to choose on.</param>
/// <param name="IsProven">Whether it was proven to hold the line on those rows, or to keep within the budget there.</param>
/// <param name="ChosenAt">Its cost over the reference's on those rows.</param>
/// <param name="Score">What it came to on the rows to score on.</param>
/// <param name="Config">Its config, whole.</param>
/// <param name="File">The config's file name.</param>
public sealed record DesignProposal(
    string Name, string Says, int Tried, bool IsProven, double ChosenAt, DesignScore Score, string Config, string File)
{
    /// <summary>Gets what each of its rules does, on the rows to score on; empty where it has none.</summary>
    public IReadOnlyList<RuleEffect> Rules { get; init; } = [];

    /// <summary>Gets about how many rows would prove the setting after it; <see langword="null"/>: none was left, or it seems below the line.</summary>
    public int? RowsForNext { get; init; }

    /// <summary>Gets the cost over the reference's of the setting after it, on the rows to choose on.</summary>
    public double? NextCost { get; init; }
}
