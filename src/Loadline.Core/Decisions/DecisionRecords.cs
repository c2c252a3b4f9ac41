using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Decisions;

/// <summary>Makes records from decided requests.</summary>
public static class DecisionRecords
{
    /// <summary>Records a decision that was only asked for, without any call.</summary>
    public static DecisionRecord Create(RoutingContext context, string id, DateTimeOffset time) =>
        Create(context, new FinishedRequest { Id = id, Time = time, Served = -1, Attempts = [] });

    /// <summary>Records a request that has ended.</summary>
    public static DecisionRecord Create(RoutingContext context, in FinishedRequest finished)
    {
        var route = context.Route!;
        var served = finished.Served >= 0 ? context.Candidates.All[finished.Served] : null;
        var choice = context.Choice >= 0 ? context.Candidates.All[context.Choice] : null;
        return new DecisionRecord
        {
            Id = finished.Id,
            Time = finished.Time,
            Generation = context.Snapshot.Generation,
            Route = route.Name,
            RouteDigest = route.Digest,
            Mode = route.IsDirect ? "direct" : route.Mode == RouteMode.Observe ? "observe" : "enforce",
            Quality = Quality(route, served),
            Rule = context.Rule?.Name,
            Reason = context.Reason,
            Candidates = Candidates(context),
            Signals = SignalRecords.Create(context),
            Choice = choice?.Name,
            Served = served?.Name,
            ServedAs = served is null ? null : ServedAs(context, finished.Served),
            Reference = route.Reference?.Name,
            Attempts = finished.Attempts,
            EstimatedInputTokens = context.EstimatedInputTokens,
            EstimatedOutputTokens = context.EstimatedOutputTokens,
            Usage = finished.Usage,
            CostUsd = TotalCost(finished.Attempts),
            ReferenceCostUsd = served is not null && ReferenceEquals(served, route.Reference)
                ? LastCost(finished.Attempts) : CostOf(route.Reference, finished.Usage),
            ChoiceCostUsd = ReferenceEquals(choice, served) ? TotalCost(finished.Attempts) : CostOf(choice, finished.Usage),
            Stream = context.Facts.Stream,
            Status = finished.Status,
            Outcome = RoutingErrors.Name(finished.Error),
            OverheadMicroseconds = finished.OverheadMicroseconds,
            DurationMs = finished.DurationMs,
        };
    }

    private static string Quality(RouteSnapshot route, CandidateSnapshot? served) =>
        route.IsDirect ? "" : served is not null && ReferenceEquals(served, route.Reference) ? "reference" : "uncertified";

    private static string ServedAs(RoutingContext context, int served) =>
        served == context.Choice ? "choice"
        : served == context.Candidates.ReferenceIndex ? "reference"
        : context.Order.Contains(served) ? "stand-in" : "downgrade";

    private static CandidateRecord[] Candidates(RoutingContext context)
    {
        var evaluations = context.Evaluations;
        var records = new CandidateRecord[evaluations.Length];
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var evaluation = ref evaluations[i];
            records[i] = new CandidateRecord(
                evaluation.Candidate.Name,
                evaluation.IsEligible,
                evaluation.IsEligible ? [] : Exclusions.Explain(evaluation.Exclusion),
                double.IsNaN(evaluation.EstimatedCostUsd) ? null : evaluation.EstimatedCostUsd,
                i < context.Candidates.PoolCount);
        }

        return records;
    }

    // An attempt that failed before it reported usage may have cost something nobody can know; it does not hide what is known.
    private static decimal? TotalCost(IReadOnlyList<AttemptRecord> attempts)
    {
        decimal? total = null;
        foreach (var attempt in attempts)
        {
            total = attempt.CostUsd is { } cost ? (total ?? 0) + cost : total;
        }

        return total;
    }

    // Where the reference itself served, its own bill is what it costs: list prices of its dearest deployment would invent a saving.
    private static decimal? LastCost(IReadOnlyList<AttemptRecord> attempts) => attempts.Count > 0 ? attempts[^1].CostUsd : null;

    private static decimal? CostOf(CandidateSnapshot? candidate, TokenUsage? usage) => usage is { } known ? candidate?.Price?.Cost(known) : null;
}
