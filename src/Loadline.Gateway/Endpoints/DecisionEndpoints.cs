using System.ComponentModel;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Gateway.Access;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Decisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Gateway.Endpoints;

/// <summary>Loadline's own surface: what was decided, and what it came to.</summary>
internal static class DecisionEndpoints
{
    private const int MostListed = 1000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/decisions/{id}", FindAsync).WithName("decision").WithSummary("Explains one decision")
            .WithDescription("The id is the x-loadline-decision header of the answer.").Needs(AccessLevel.Viewer);
        group.MapGet("/decisions", ListAsync).WithName("decisions").WithSummary("Lists decisions, newest first")
            .WithDescription("The next page: give the last id of this one as `after`.").Needs(AccessLevel.Viewer);
        group.MapGet("/stats", StatsAsync).WithName("stats").WithSummary("Totals: requests, cost, what the reference would have cost")
            .WithDescription("Of the whole ledger, or of what the parameters narrow it to. Without a file for a ledger: since the start.").Needs(AccessLevel.Viewer);
    }

    private static async Task<Results<Ok<DecisionRecord>, NotFound<ErrorEnvelope>>> FindAsync(
        [Description("26 characters")] string id, DecisionQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record
            ? TypedResults.Ok(record)
            : TypedResults.NotFound(ErrorEnvelope.Create(
                "decision_not_found", $"No decision '{id}' is kept. The id is the x-loadline-decision header; storage.keep says how long they stay."));

    private static async Task<Results<Ok<DecisionList>, BadRequest<ErrorEnvelope>>> ListAsync(
        [AsParameters] RangeQuery range,
        DecisionQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("At most 1,000; 50 by default")] int limit = 50,
        [Description("Only decisions older than this id")] string? after = null)
    {
        if (!range.TryRead(time.GetUtcNow(), out var filter) || (after is not null && !DecisionId.IsValid(after)))
        {
            return TypedResults.BadRequest(RangeQuery.Error);
        }

        var page = new LedgerPage { Filter = filter, Limit = Math.Clamp(limit, 1, MostListed), After = after };
        return TypedResults.Ok(new DecisionList(await queries.ListAsync(page, cancellationToken).ConfigureAwait(false)));
    }

    private static async Task<Results<Ok<StatsReport>, BadRequest<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> StatsAsync(
        [AsParameters] RangeQuery range, DecisionQueries queries, DecisionStats stats, RouteReports reports, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!range.TryRead(time.GetUtcNow(), out var filter))
        {
            return TypedResults.BadRequest(RangeQuery.Error);
        }

        if (await queries.TotalsAsync(filter, cancellationToken).ConfigureAwait(false) is { } totals)
        {
            return TypedResults.Ok(StatsReport.Create(totals) with { Routes = await RoutesAsync(range, reports, cancellationToken).ConfigureAwait(false) });
        }

        return filter == LedgerFilter.All
            ? TypedResults.Ok(StatsReport.Create(stats) with { Routes = await RoutesAsync(range, reports, cancellationToken).ConfigureAwait(false) })
            : TypedResults.Json(
                ErrorEnvelope.Create("ledger_unavailable", "The ledger cannot be read now; GET /healthz says why. Without parameters, totals since the start are told."),
                GatewayJsonContext.Default.ErrorEnvelope,
                statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async ValueTask<IReadOnlyList<RouteReport>?> RoutesAsync(RangeQuery range, RouteReports reports, CancellationToken cancellationToken)
    {
        try
        {
            return await reports.CreateAsync(range.Route, cancellationToken).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>Decisions, newest first.</summary>
internal sealed record DecisionList(IReadOnlyList<DecisionRecord> Decisions);
