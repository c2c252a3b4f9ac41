using Loadline.Core.Runtime;

namespace Loadline.Core.Routing;

/// <summary>What the brain thought of one candidate for one request.</summary>
public struct CandidateEvaluation
{
    /// <summary>Gets or sets the candidate.</summary>
    public CandidateSnapshot Candidate { get; set; }

    /// <summary>Gets or sets why it cannot or may not serve; <see cref="Exclusion.None"/>: it can.</summary>
    public Exclusion Exclusion { get; set; }

    /// <summary>Gets or sets the expected cost in USD; not a number where the price is unknown.</summary>
    public double EstimatedCostUsd { get; set; }

    /// <summary>Gets or sets the quality that the policy predicts, in [0,1] up to small errors of a model; not a number where it predicts none.</summary>
    public float PredictedQuality { get; set; }

    /// <summary>Gets or sets the cost that the policy predicts, in mean calls of the reference; not a number where it predicts none.</summary>
    public float PredictedCost { get; set; }

    /// <summary>Gets a value indicating whether it can serve.</summary>
    public readonly bool IsEligible => Exclusion == Exclusion.None;

    /// <summary>Gets a value indicating whether it could serve, were it not benched.</summary>
    public readonly bool IsOnlyUnhealthy => Exclusion == Exclusion.Unhealthy;
}
