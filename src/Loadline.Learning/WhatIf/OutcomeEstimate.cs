namespace Loadline.Learning.WhatIf;

/// <summary>What the other config would have got, of quality or of cost in USD a request; or why that cannot be told.</summary>
public sealed record OutcomeEstimate
{
    /// <summary>Gets why no estimate is given; empty where there is one.</summary>
    public required IReadOnlyList<string> Refusals { get; init; }

    /// <summary>Gets the requests of which the value of a model that the other config might choose is known.</summary>
    public required int Known { get; init; }

    /// <summary>Gets the mean weight: 1, but for noise, where every choice of the other config had a chance.</summary>
    public required double MeanWeight { get; init; }

    /// <summary>Gets the largest weight.</summary>
    public required double LargestWeight { get; init; }

    /// <summary>Gets the number of equally weighted sessions that would say as much (Kish): (Σw)² / Σw² over sessions.</summary>
    public required double EffectiveSampleSize { get; init; }

    /// <summary>Gets the mean of what was served, weighted by the rate at which it is known.</summary>
    public Interval? Now { get; init; }

    /// <summary>Gets the inverse propensity estimate (Horvitz and Thompson 1952).</summary>
    public Interval? Ips { get; init; }

    /// <summary>Gets the same with weights that add up to 1 (Hájek; Swaminathan and Joachims 2015).</summary>
    public Interval? Snips { get; init; }

    /// <summary>Gets the doubly robust estimate, its model fitted on other sessions (Dudík et al. 2011, Chernozhukov et al. 2018).</summary>
    public Interval? DoublyRobust { get; init; }

    /// <summary>Gets the doubly robust estimate less what was served.</summary>
    public Interval? Change { get; init; }
}
