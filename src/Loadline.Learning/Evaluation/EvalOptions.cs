using Loadline.Learning.Evaluation.Given;
using Loadline.Learning.Training;

namespace Loadline.Learning.Evaluation;

/// <summary>How <c>loadline eval</c> splits and what it compares.</summary>
public sealed record EvalOptions
{
    /// <summary>Gets the number of training rows drawn from the table; a value below 1 is a share of them. 0: not drawn.</summary>
    public double TrainRows { get; init; }

    /// <summary>Gets how many draws are made and averaged.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Gets the folds of cross-validation, where neither rows are drawn nor another table trains.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets the reference; <see langword="null"/>: the strongest model of the training rows.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the share of the reference's quality that the quoted knob is chosen to keep, on training rows.</summary>
    public double Keep { get; init; } = 0.95;

    /// <summary>Gets the seed of the first draw; the following have the numbers after it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets routers to measure as they stand, in place of trained ones; baselines still know training rows only.</summary>
    public IReadOnlyList<IGivenRouter> Given { get; init; } = [];

    /// <summary>Gets the embeddings of a table's rows: what they add is then measured beside the predictors; <see langword="null"/>: there are none.</summary>
    public Func<OutcomeMatrix, RowEmbeddings>? Embeddings { get; init; }

    /// <summary>Gets the groups of test rows that count; empty: all.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}
