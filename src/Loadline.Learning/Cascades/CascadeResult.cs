namespace Loadline.Learning.Cascades;

/// <summary>One split's result.</summary>
/// <param name="Seed">The draw.</param>
/// <param name="Steps">The cascade in words: <c>small≥0.93 → large</c>.</param>
/// <param name="Quality">Mean quality on the test rows.</param>
/// <param name="Cost">Mean cost on the test rows, rejected drafts included.</param>
/// <param name="ReferenceQuality">The reference's mean quality on the same rows.</param>
/// <param name="ReferenceCost">The reference's mean cost on the same rows.</param>
/// <param name="Auc">How well the predictor tells right from wrong answers on the test rows: area under the ROC curve.</param>
public sealed record CascadeResult(
    int Seed, string Steps, double Quality, double Cost, double ReferenceQuality, double ReferenceCost, double Auc)
{
    /// <summary>Gets the measures over all thresholds; only where the table has two models.</summary>
    public PairResult? Pair { get; init; }

    /// <summary>Gets the share of the reference's cost that is saved.</summary>
    public double Saved => 1 - (Cost / ReferenceCost);
}
