namespace Loadline.Core.Configuration;

/// <summary>Limits that a candidate must be expected to keep to be eligible.</summary>
public sealed record RouteLimits
{
    /// <summary>Gets the most a request may be expected to cost, in USD; <see langword="null"/>: no limit.</summary>
    public double? MaxCostUsd { get; init; }

    /// <summary>Gets the longest time to the first token a candidate may have shown lately; <see langword="null"/>: no limit.</summary>
    public TimeSpan? MaxTimeToFirstToken { get; init; }
}
