using Loadline.Core.Quality;

namespace Loadline.Learning.Design;

/// <summary>A design: what was proposed, on which rows, and how well each proposal did on rows that it was not fitted on.</summary>
public sealed record DesignReport
{
    /// <summary>Gets the table's name.</summary>
    public required string Table { get; init; }

    /// <summary>Gets the model that quality and cost are compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the line that was asked for; <see langword="null"/>: a budget was.</summary>
    public QualityLine? Line { get; init; }

    /// <summary>Gets the budget that was asked for, over the reference's cost.</summary>
    public double? Budget { get; init; }

    /// <summary>Gets the seed of the split: the same seed on the same table gives the same design.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets how many rows proposals were fitted on.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Gets how many rows the settings were chosen on.</summary>
    public required int ChooseRows { get; init; }

    /// <summary>Gets how many rows the figures come from; nothing was fitted or chosen on them.</summary>
    public required int ScoreRows { get; init; }

    /// <summary>Gets the name of the proposal that is written as <c>loadline.yaml</c>.</summary>
    public required string Chosen { get; init; }

    /// <summary>Gets the best of each kind, cheapest first; the reference alone (<c>always strong</c>) and the best single model are among them.</summary>
    public required IReadOnlyList<DesignProposal> Proposals { get; init; }

    /// <summary>Gets every model alone, on the rows to score on.</summary>
    public required IReadOnlyDictionary<string, DesignScore> Models { get; init; }

    /// <summary>Gets kinds that could not be tried, and why.</summary>
    public required IReadOnlyList<string> NotTried { get; init; }

    /// <summary>Gets what to collect next, most useful first.</summary>
    public required IReadOnlyList<string> CollectNext { get; init; }

    /// <summary>Gets the proposal that is written as <c>loadline.yaml</c>.</summary>
    public DesignProposal Proposal => Proposals.First(proposal => proposal.Name == Chosen);
}
