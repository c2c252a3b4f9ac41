namespace Loadline.Core.Runtime;

/// <summary>Which figure of a spread of times is meant.</summary>
public enum LatencyStatistic : byte
{
    /// <summary>The exponentially weighted mean.</summary>
    Mean,

    /// <summary>What half of the calls keep.</summary>
    Median,

    /// <summary>What nine in ten calls keep.</summary>
    P90,

    /// <summary>What 99 in 100 calls keep.</summary>
    P99,
}
