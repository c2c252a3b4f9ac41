namespace Loadline.Learning.Tables;

/// <summary>What an outcome table holds.</summary>
public sealed record TableDescription
{
    /// <summary>Gets the table's name.</summary>
    public required string Table { get; init; }

    /// <summary>Gets the number of rows that could be read.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets the lines a lenient reading passed over.</summary>
    public required long SkippedLines { get; init; }

    /// <summary>Gets the first errors of those lines.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Gets the file's size.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets what costs count: USD, or what the header says.</summary>
    public required string Unit { get; init; }

    /// <summary>Gets the number of prompts that differ after normalising (lower case, white space).</summary>
    public required long DistinctPrompts { get; init; }

    /// <summary>Gets the rows whose prompt an earlier row has.</summary>
    public required long DuplicateRows { get; init; }

    /// <summary>Gets the rows whose id an earlier row has; every use but this one refuses such a table.</summary>
    public required long DuplicateIds { get; init; }

    /// <summary>Gets the number of (row, model) pairs without an outcome.</summary>
    public required long MissingOutcomes { get; init; }

    /// <summary>Gets the number of answers that await grading.</summary>
    public required long UngradedOutcomes { get; init; }

    /// <summary>Gets the number of clusters named; 0 where rows are taken as independent.</summary>
    public required int Clusters { get; init; }

    /// <summary>Gets what <see cref="ModelDescription.Clustered"/> counts: <c>cluster</c> or <c>group</c>; <see langword="null"/> where rows name neither.</summary>
    public string? ClusteredBy { get; init; }

    /// <summary>Gets how many rows each split has; rows without one are in none.</summary>
    public required IReadOnlyDictionary<string, long> Splits { get; init; }

    /// <summary>Gets each model's outcomes, in the order in which models appear.</summary>
    public required IReadOnlyList<ModelDescription> Models { get; init; }

    /// <summary>Gets what rules without intelligence come to on these rows: strongest, cheapest, random, best per group, oracle.</summary>
    public required IReadOnlyList<BaselineDescription> Baselines { get; init; }

    /// <summary>Gets each group of rows, by its label.</summary>
    public required IReadOnlyList<GroupDescription> Groups { get; init; }
}
