namespace Loadline.Learning.Evaluation;

/// <summary>What one router did, in one split or averaged over several.</summary>
/// <remarks>Quality, cost, share, accuracies and groups are those of the quoted knob; the others are read along its whole path.</remarks>
public sealed record RouterResult
{
    /// <summary>Gets what the router is called.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what a reader of its figures must know; <see langword="null"/>: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Gets a value indicating whether cross-validation on training rows picked it: only that one may be quoted.</summary>
    public bool Chosen { get; init; }

    /// <summary>Gets the mean quality of what was served.</summary>
    public double Quality { get; init; }

    /// <summary>Gets the mean of the groups' mean qualities.</summary>
    public double QualityOverGroups { get; init; }

    /// <summary>Gets the mean cost, in the table's unit.</summary>
    public double Cost { get; init; }

    /// <summary>Gets the share of rows served by each model.</summary>
    public required IReadOnlyDictionary<string, double> Share { get; init; }

    /// <summary>Gets the mean share of the gap recovered; only with two models.</summary>
    public double? Apgr { get; init; }

    /// <summary>Gets the percentage of requests sent to the strong model at which half the gap is recovered; only with two models.</summary>
    public double? Cpt50 { get; init; }

    /// <summary>Gets the percentage of requests sent to the strong model at which four fifths of the gap are recovered; only with two models.</summary>
    public double? Cpt80 { get; init; }

    /// <summary>Gets routerBench's mean quality under the hull of settings; <see langword="null"/> where no costs are known.</summary>
    public double? Aiq { get; init; }

    /// <summary>Gets the cost over the reference's at which a share of its quality is reached.</summary>
    public IReadOnlyDictionary<string, double?>? CostAtKeep { get; init; }

    /// <summary>Gets the share of rows on which a best model was chosen.</summary>
    public double RoutingAccuracy { get; init; }

    /// <summary>Gets the share of rows on which the cheapest best model was chosen.</summary>
    public double CheapestBestAccuracy { get; init; }

    /// <summary>Gets the oracle's quality less this one's.</summary>
    public double OracleGap { get; init; }

    /// <summary>Gets the mean distance between expected and real quality over ten bins of expectation.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>Gets the share of test rows that are unlike the training rows.</summary>
    public double? NoveltyShare { get; init; }

    /// <summary>Gets the figures of each group of rows, by the group's label.</summary>
    public required IReadOnlyDictionary<string, GroupResult> Groups { get; init; }

    /// <summary>Gets the corners of the hull of its settings: cost over the reference's, quality.</summary>
    public IReadOnlyList<FrontierPoint> Frontier { get; init; } = [];

    /// <summary>Gets the PGR curve at its eleven thresholds; empty unless there are two models.</summary>
    public IReadOnlyList<PgrPoint> Pgr { get; init; } = [];

    /// <summary>Gets the spread over splits; <see langword="null"/> with one.</summary>
    public Spread? Spread { get; init; }

    /// <summary>Gets the figures of each split.</summary>
    public IReadOnlyList<SeedResult> PerSeed { get; init; } = [];
}
