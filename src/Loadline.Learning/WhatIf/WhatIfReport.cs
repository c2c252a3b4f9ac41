namespace Loadline.Learning.WhatIf;

/// <summary>What another config would have done with a route's logged requests, and what that would have been worth.</summary>
public sealed record WhatIfReport
{
    /// <summary>Gets the route's name in both configs.</summary>
    public required string Route { get; init; }

    /// <summary>Gets the digest of the route in the other config.</summary>
    public required string RouteDigest { get; init; }

    /// <summary>Gets the confidence of each interval, in (0,1).</summary>
    public required double Confidence { get; init; }

    /// <summary>Gets the decisions that were looked at.</summary>
    public required int Read { get; init; }

    /// <summary>Gets those that estimates rest on.</summary>
    public required int Used { get; init; }

    /// <summary>Gets the sessions that they come in; requests without one stand for themselves.</summary>
    public required int Sessions { get; init; }

    /// <summary>Gets those left out because no answer came.</summary>
    public required int Failed { get; init; }

    /// <summary>Gets those left out because the other config asks for text, or for signals, that the ledger does not have.</summary>
    public required int Unreadable { get; init; }

    /// <summary>Gets those used that another model than the choice served: they count as what choosing it led to.</summary>
    public required int Overridden { get; init; }

    /// <summary>Gets where grades come from.</summary>
    public required string Rewards { get; init; }

    /// <summary>Gets what must be true of them.</summary>
    public required string Assumption { get; init; }

    /// <summary>Gets each model's share of what was chosen and of what the other config would choose.</summary>
    public required IReadOnlyList<ModelShares> Models { get; init; }

    /// <summary>Gets the mean quality, in [0,1].</summary>
    public required OutcomeEstimate Quality { get; init; }

    /// <summary>Gets the cost in USD a request.</summary>
    public required OutcomeEstimate Cost { get; init; }

    /// <summary>Gets what the reference would have cost a request for the same tokens, in USD; <see langword="null"/> where no price is known.</summary>
    public double? ReferenceCostUsd { get; init; }

    /// <summary>Gets what the other config's choices would have cost a request at its prices for the tokens that were used, in USD; <see langword="null"/> where a price is unknown.</summary>
    /// <remarks>No estimate of what other models would have written: the same assumption that savings are counted by.</remarks>
    public double? SameTokensCostUsd { get; init; }
}
