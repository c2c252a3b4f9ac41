namespace Loadline.Learning.Training;

/// <summary>A predictor that cross-validation may choose: a family of second layers.</summary>
/// <param name="Name">As artifacts and reports show it.</param>
/// <param name="Summary">What it believes.</param>
/// <param name="Grid">The strengths of shrinkage that are averaged over.</param>
internal sealed record PredictorKind(string Name, string Summary, IReadOnlyList<StackPenalties> Grid)
{
    private const double Off = StackPenalties.Off;

    private static readonly double[] None = [Off];

    /// <summary>Gets the mean of all others: each errs in its own way.</summary>
    public static PredictorKind Blend { get; } = new("blend", "the mean of shape, task, heads and stack, and the trees by their share", []);

    /// <summary>Gets the one that is not linear in its inputs.</summary>
    public static PredictorKind Trees { get; } = new("trees", "boosted trees over tasks, shape and heads", []);

    /// <summary>Gets the linear ones, simplest first: an equal score keeps the simpler one.</summary>
    public static IReadOnlyList<PredictorKind> Linear { get; } =
    [
        new("mean", "each model's mean; the text is not read", StackPenalties.Grid(None, None, None, None)),
        new("shape", "length, numbers, code, kinds of words", StackPenalties.Grid(None, [30, 300, Off], [1e3, 1e4], None)),
        new("task", "the inferred task's mean, shrunk by how often it was seen", StackPenalties.Grid([3, 10, 30, 100], None, None, None)),
        new("heads", "a linear head per model over the text's words", StackPenalties.Grid(None, None, None, [1, 10, 100])),
        new("stack", "all of these, shrunk towards the task's mean", StackPenalties.Grid([10, 30, 100, 300], [30, 300, Off], [1e3, 1e4, Off], [1, 10, 100])),
    ];
}
