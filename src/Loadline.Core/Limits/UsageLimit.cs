namespace Loadline.Core.Limits;

/// <summary>How much of something may be used in a time.</summary>
/// <param name="Of">What is counted.</param>
/// <param name="Per">The time it is counted over.</param>
/// <param name="Amount">Requests, tokens (prompt and answer), requests at once, or USD; above 0.</param>
/// <remarks>
/// <see cref="LimitedUse.Budget"/> is kept by calendar periods in UTC and outlives the process; the others are token buckets of that size
/// which fill evenly, so that a burst of the whole amount is possible and the long-run rate is kept.
/// </remarks>
public sealed record UsageLimit(LimitedUse Of, LimitWindow Per, decimal Amount);
