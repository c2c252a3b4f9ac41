namespace Loadline.Learning.Tables.Importing;

/// <summary>How a file of another format becomes rows.</summary>
public sealed record ImportOptions
{
    /// <summary>Gets the group that all rows get; <see langword="null"/>: what the format says, often the file's name.</summary>
    public string? Group { get; init; }

    /// <summary>Gets a value indicating whether models lose what stands before the last slash: <c>mistralai/mixtral-8x7b-chat</c>.</summary>
    public bool ShortNames { get; init; }

    /// <summary>Gets a value indicating whether any score above 0 becomes 1, as RouterDC evaluates its tasks of probabilities.</summary>
    public bool Binarise { get; init; }

    /// <summary>Gets what scores are divided by to lie in [0,1]. Default: 1; MT-Bench's judgements: 10.</summary>
    public double? Scale { get; init; }

    /// <summary>Gets the cost of a call by model, for formats that record none.</summary>
    public IReadOnlyDictionary<string, decimal> CostPerCall { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Gets the prompts to leave out, by <see cref="Core.Outcomes.PromptKey"/>.</summary>
    public IReadOnlySet<UInt128> Excluded { get; init; } = new HashSet<UInt128>();

    /// <summary>Gets which column of a plain CSV is what: <c>prompt</c>, <c>id</c>, <c>quality:gpt-4</c> and so on.</summary>
    public IReadOnlyList<(string Field, string Column)> Columns { get; init; } = [];
}
