namespace Loadline.Learning.Training;

/// <summary>What training may be told.</summary>
public sealed record TrainingOptions
{
    /// <summary>Gets the model that quality and cost are measured against.</summary>
    /// <value>Default: the one with the best mean quality on the training rows.</value>
    public string? Reference { get; init; }

    /// <summary>Gets the seed of folds and of the order of rows; the same seed gives the same artifact.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets the folds of cross-fitting.</summary>
    /// <value>Default 0: ten below 4,000 rows, where a fifth less to learn from shows, else five.</value>
    public int Folds { get; init; }

    /// <summary>Gets the name of the predictor to use instead of the one that cross-validation chooses.</summary>
    public string? Predictor { get; init; }

    /// <summary>Gets the share of requests like the training rows that may be taken for unlike them, and so go to the reference.</summary>
    /// <value>In (0,1); default 0.01. More finds more of what is really unlike them, and costs as much of the reference's price.</value>
    public double NoveltyShare { get; init; } = 0.01;

    /// <summary>Gets embeddings of the matrix's rows; <see langword="null"/>: words alone.</summary>
    public RowEmbeddings? Embeddings { get; init; }

    /// <summary>Gets digests of the tables, kept in the artifact.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];
}
