using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Gateway.Endpoints;

/// <summary>Totals; money in USD, exact.</summary>
/// <param name="Requests">Requests ended, failed ones included.</param>
/// <param name="Errors">Those that failed; callers that left are not among them.</param>
/// <param name="Failovers">Answered after at least one failed attempt.</param>
/// <param name="Downgrades">Served by a named fallback that may be weaker than the choice.</param>
/// <param name="EscalationRate">Share of requests on enforcing routes that the reference served, in [0,1]; over all requests.</param>
/// <param name="CostUsd">Spent on requests whose cost is known.</param>
/// <param name="ReferenceCostUsd">What the reference would have cost for the same tokens.</param>
/// <param name="ChoiceCostUsd">What routing's choices would have cost: in observe mode, what enforcing would have spent.</param>
/// <param name="UnpricedRequests">Requests whose cost is unknown; in none of the costs.</param>
/// <param name="Models">The same by route and served model.</param>
/// <param name="Source"><c>ledger</c>: of what was asked for; <c>memory</c>: of all requests since the start.</param>
public sealed record StatsReport(
    long Requests,
    long Errors,
    long Failovers,
    long Downgrades,
    double EscalationRate,
    decimal CostUsd,
    decimal ReferenceCostUsd,
    decimal ChoiceCostUsd,
    long UnpricedRequests,
    IReadOnlyList<ModelTotals> Models,
    string Source)
{
    /// <summary>Gets how each route stands: quality and loss as audits found them, savings net of audits; <see langword="null"/> while the ledger cannot be read.</summary>
    public IReadOnlyList<RouteReport>? Routes { get; init; }

    /// <summary>Gets the requests whose caller left before the end.</summary>
    public long CallerGone { get; } = Models.Sum(model => model.CallerGone);

    public static StatsReport Create(DecisionStats stats)
    {
        var models = stats.Read();
        var requests = models.Sum(model => model.Requests);
        return new StatsReport(
            requests,
            models.Sum(model => model.Errors),
            stats.Failovers,
            stats.Downgrades,
            requests == 0 ? 0 : (double)stats.Escalations / requests,
            models.Sum(model => model.CostUsd),
            models.Sum(model => model.ReferenceCostUsd),
            models.Sum(model => model.ChoiceCostUsd),
            models.Sum(model => model.UnpricedRequests),
            models,
            "memory");
    }

    public static StatsReport Create(IReadOnlyList<LedgerTotals> totals)
    {
        var requests = totals.Sum(total => total.Requests);
        return new StatsReport(
            requests,
            totals.Sum(total => total.Errors),
            totals.Sum(total => total.Failovers),
            totals.Sum(total => total.Downgrades),
            requests == 0 ? 0 : (double)totals.Sum(total => total.Escalations) / requests,
            totals.Sum(total => total.CostUsd),
            totals.Sum(total => total.ReferenceCostUsd),
            totals.Sum(total => total.ChoiceCostUsd),
            totals.Sum(total => total.UnpricedRequests),
            [.. totals.Select(Create)],
            "ledger");
    }

    private static ModelTotals Create(LedgerTotals total) => new(
        total.Route, total.Model, total.Requests, total.Errors, total.UnpricedRequests, total.CostUsd, total.ReferenceCostUsd,
        total.ChoiceCostUsd, total.Requests == 0 ? 0 : total.DurationMs / total.Requests);
}
