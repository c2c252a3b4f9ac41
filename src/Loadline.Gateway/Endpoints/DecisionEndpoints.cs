using System.ComponentModel;
using Loadline.Core.Decisions;
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
        group.MapGet("/decisions/{id}", Find).WithName("decision").WithSummary("Explains one decision")
            .WithDescription("The id is the x-loadline-decision header of the answer. Only recent decisions are kept.");
        group.MapGet("/decisions", List).WithName("decisions").WithSummary("Lists recent decisions, newest first");
        group.MapGet("/stats", Stats).WithName("stats").WithSummary("Totals since the start: requests, cost, what the reference would have cost");
    }

    private static Results<Ok<DecisionRecord>, NotFound<ErrorEnvelope>> Find(
        [Description("26 characters")] string id, IDecisionLog log) =>
        log.Find(id) is { } record
            ? TypedResults.Ok(record)
            : TypedResults.NotFound(ErrorEnvelope.Create(
                "decision_not_found", $"No decision '{id}' is kept. Only recent ones are; the id is the x-loadline-decision header."));

    private static Ok<DecisionList> List(IDecisionLog log, [Description("At most 1,000; 50 by default")] int limit = 50) =>
        TypedResults.Ok(new DecisionList(log.Recent(Math.Clamp(limit, 1, MostListed))));

    private static Ok<StatsReport> Stats(DecisionStats stats) => TypedResults.Ok(StatsReport.Create(stats));
}

/// <summary>Recent decisions, newest first.</summary>
internal sealed record DecisionList(IReadOnlyList<DecisionRecord> Decisions);
