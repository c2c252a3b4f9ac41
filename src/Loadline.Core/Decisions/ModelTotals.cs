namespace Loadline.Core.Decisions;

/// <summary>Totals of one served model on one route since the process started.</summary>
/// <param name="Route">The route.</param>
/// <param name="Model">The model that served, or was tried last; <c>none</c> where nothing could be tried.</param>
/// <param name="Requests">Requests ended, failed ones included.</param>
/// <param name="Errors">Those that failed; callers that left are not among them.</param>
/// <param name="UnpricedRequests">Those whose cost is unknown; they are in no cost below.</param>
/// <param name="CostUsd">What was spent, in USD.</param>
/// <param name="ReferenceCostUsd">What the reference would have cost for the same tokens, in USD.</param>
/// <param name="ChoiceCostUsd">What routing's choices would have cost, in USD; equals the cost where they were served.</param>
/// <param name="MeanDurationMs">Mean time per request in milliseconds.</param>
public sealed record ModelTotals(
    string Route,
    string Model,
    long Requests,
    long Errors,
    long UnpricedRequests,
    decimal CostUsd,
    decimal ReferenceCostUsd,
    decimal ChoiceCostUsd,
    double MeanDurationMs)
{
    /// <summary>Gets the requests whose caller left before the end.</summary>
    public long CallerGone { get; init; }
}
