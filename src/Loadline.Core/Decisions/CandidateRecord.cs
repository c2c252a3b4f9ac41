using Loadline.Core.Routing;

namespace Loadline.Core.Decisions;

/// <summary>What the brain thought of one candidate.</summary>
/// <param name="Model">The candidate.</param>
/// <param name="Eligible">Whether it could and was allowed to serve.</param>
/// <param name="ExcludedBecause">Why not; empty for an eligible one.</param>
/// <param name="EstimatedCostUsd">Expected cost in USD; <see langword="null"/> where the price is unknown.</param>
/// <param name="InPool">Whether the policy could choose it (reference and fallbacks may stand outside the pool).</param>
public sealed record CandidateRecord(
    string Model, bool Eligible, IReadOnlyList<string> ExcludedBecause, double? EstimatedCostUsd, bool InPool)
{
    /// <summary>Gets the quality that the policy predicted, in [0,1] up to small errors of a model; <see langword="null"/> where it predicted none.</summary>
    public double? PredictedQuality { get; init; }

    /// <summary>Gets the cost that the policy weighed it against, in mean calls of the reference; <see langword="null"/> where it predicted none.</summary>
    public double? PredictedCost { get; init; }

    internal static CandidateRecord Create(in CandidateEvaluation evaluation, bool inPool) => new(
        evaluation.Candidate.Name,
        evaluation.IsEligible,
        Exclusions.Explain(evaluation.Exclusion),
        double.IsNaN(evaluation.EstimatedCostUsd) ? null : evaluation.EstimatedCostUsd,
        inPool)
    {
        PredictedQuality = Rounded(evaluation.PredictedQuality),
        PredictedCost = Rounded(evaluation.PredictedCost),
    };

    // No prediction is good to more places, and each place is kept in every row.
    private static double? Rounded(float value) => float.IsNaN(value) ? null : Math.Round((double)value, 5);
}
