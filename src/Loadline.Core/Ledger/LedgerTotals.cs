using Loadline.Core.Decisions;
using Loadline.Core.Plans;

namespace Loadline.Core.Ledger;

/// <summary>Sums over decisions of one route and served model; money exact, in USD.</summary>
public sealed record LedgerTotals(string Route, string Model)
{
    /// <summary>What stands for the model where nothing was tried.</summary>
    public const string NoModel = "none";

    /// <summary>Gets or sets requests, answered or not.</summary>
    public long Requests { get; set; }

    /// <summary>Gets or sets requests that were not answered.</summary>
    public long Errors { get; set; }

    /// <summary>Gets or sets requests answered after at least one failed attempt.</summary>
    public long Failovers { get; set; }

    /// <summary>Gets or sets requests served by a named fallback that may be weaker than the choice.</summary>
    public long Downgrades { get; set; }

    /// <summary>Gets or sets requests that the reference served on an enforcing route.</summary>
    public long Escalations { get; set; }

    /// <summary>Gets or sets requests whose cost is unknown; they are in no cost below.</summary>
    public long UnpricedRequests { get; set; }

    /// <summary>Gets or sets attempts, failed ones included.</summary>
    public long Attempts { get; set; }

    /// <summary>Gets or sets attempts without a known cost that the provider may have billed.</summary>
    public long PossiblyBilledAttempts { get; set; }

    /// <summary>Gets or sets prompt tokens of the served attempts, cached ones included.</summary>
    public long InputTokens { get; set; }

    /// <summary>Gets or sets those of the prompt tokens that the provider had in its cache.</summary>
    public long CachedInputTokens { get; set; }

    /// <summary>Gets or sets those of the prompt tokens that were written to the provider's cache, where it bills that.</summary>
    public long CacheWriteTokens { get; set; }

    /// <summary>Gets or sets generated tokens of the served attempts, reasoning included.</summary>
    public long OutputTokens { get; set; }

    /// <summary>Gets or sets those of the generated tokens that were thoughts.</summary>
    public long ReasoningTokens { get; set; }

    /// <summary>Gets or sets what all attempts cost.</summary>
    public decimal CostUsd { get; set; }

    /// <summary>Gets or sets what the reference would have cost for the same tokens; the cost itself where that is unknown.</summary>
    public decimal ReferenceCostUsd { get; set; }

    /// <summary>Gets or sets what routing's choices would have cost; the cost itself where that is unknown.</summary>
    public decimal ChoiceCostUsd { get; set; }

    /// <summary>Gets or sets the sum of the requests' times, in milliseconds.</summary>
    public double DurationMs { get; set; }

    /// <summary>Gets or sets the sum of the time spent inside Loadline, in microseconds.</summary>
    public double OverheadMicroseconds { get; set; }

    /// <summary>Adds one decision.</summary>
    public void Add(DecisionRecord decision)
    {
        var ok = RoutingErrors.Name(RoutingError.None);
        Requests++;
        Errors += decision.Outcome == ok ? 0 : 1;
        Failovers += decision.Outcome == ok && decision.Attempts.Count > 1 && decision.Attempts.Any(attempt => attempt.IsFailure) ? 1 : 0;
        Downgrades += decision.ServedAs == ServedRoles.Downgrade ? 1 : 0;
        Escalations += decision.Mode is "enforce" or "canary" && decision.Served is not null && decision.Served == decision.Reference ? 1 : 0;
        Attempts += decision.Attempts.Count;
        foreach (var attempt in decision.Attempts)
        {
            PossiblyBilledAttempts += attempt.PossiblyBilled ? 1 : 0;
        }

        if (decision.Usage is { } usage)
        {
            InputTokens += usage.Input;
            CachedInputTokens += usage.CachedInput;
            CacheWriteTokens += usage.CacheWrite;
            OutputTokens += usage.Output;
            ReasoningTokens += usage.Reasoning;
        }

        DurationMs += decision.DurationMs;
        OverheadMicroseconds += decision.OverheadMicroseconds;
        AddCost(decision);
    }

    /// <summary>Adds other sums.</summary>
    public void Add(LedgerTotals other)
    {
        Requests += other.Requests;
        Errors += other.Errors;
        Failovers += other.Failovers;
        Downgrades += other.Downgrades;
        Escalations += other.Escalations;
        UnpricedRequests += other.UnpricedRequests;
        Attempts += other.Attempts;
        PossiblyBilledAttempts += other.PossiblyBilledAttempts;
        InputTokens += other.InputTokens;
        CachedInputTokens += other.CachedInputTokens;
        CacheWriteTokens += other.CacheWriteTokens;
        OutputTokens += other.OutputTokens;
        ReasoningTokens += other.ReasoningTokens;
        CostUsd += other.CostUsd;
        ReferenceCostUsd += other.ReferenceCostUsd;
        ChoiceCostUsd += other.ChoiceCostUsd;
        DurationMs += other.DurationMs;
        OverheadMicroseconds += other.OverheadMicroseconds;
    }

    /// <summary>Takes other sums away.</summary>
    public void Subtract(LedgerTotals other)
    {
        Requests -= other.Requests;
        Errors -= other.Errors;
        Failovers -= other.Failovers;
        Downgrades -= other.Downgrades;
        Escalations -= other.Escalations;
        UnpricedRequests -= other.UnpricedRequests;
        Attempts -= other.Attempts;
        PossiblyBilledAttempts -= other.PossiblyBilledAttempts;
        InputTokens -= other.InputTokens;
        CachedInputTokens -= other.CachedInputTokens;
        CacheWriteTokens -= other.CacheWriteTokens;
        OutputTokens -= other.OutputTokens;
        ReasoningTokens -= other.ReasoningTokens;
        CostUsd -= other.CostUsd;
        ReferenceCostUsd -= other.ReferenceCostUsd;
        ChoiceCostUsd -= other.ChoiceCostUsd;
        DurationMs -= other.DurationMs;
        OverheadMicroseconds -= other.OverheadMicroseconds;
    }

    // Where the other side is unknown it counts as equal: a saving is only claimed between two known figures.
    private void AddCost(DecisionRecord decision)
    {
        if (decision.CostUsd is not { } cost)
        {
            UnpricedRequests++;
            return;
        }

        CostUsd += cost;
        ReferenceCostUsd += decision.ReferenceCostUsd ?? cost;
        ChoiceCostUsd += decision.ChoiceCostUsd ?? cost;
    }
}
