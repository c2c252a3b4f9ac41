namespace Loadline.Learning.Certification;

/// <summary>One step of a path as tested.</summary>
/// <param name="Step">The setting.</param>
/// <param name="Holds">Whether the line is proven for it.</param>
/// <param name="KeepWealth">Wealth that was bet on <c>keep</c>, at the end or when it reached 1/δ.</param>
/// <param name="LoseWealth">The same on <c>lose</c>.</param>
/// <param name="Keep">Quality served over the reference's, on the certifying rows: a mean, no bound.</param>
/// <param name="Lost">Share lost on the certifying rows: a mean, no bound.</param>
/// <param name="Cost">Cost over the reference's on the certifying rows.</param>
/// <param name="NormalHolds">What a z-test on the same rows says: for comparison, no proof.</param>
public sealed record StepResult(
    PathStep Step, bool Holds, double? KeepWealth, double? LoseWealth, double Keep, double Lost, double Cost, bool NormalHolds);
