using System.ComponentModel;
using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Loadline.Gateway.Access;
using Loadline.Gateway.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Gateway.Endpoints;

/// <summary>How routes stand, what happened to them, and what operators may do with them.</summary>
internal static class RouteEndpoints
{
    private const int MostListed = 1000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/routes", ListAsync).WithName("routes").WithSummary("How routes stand: mode, certificate, watch, savings net of audits").Needs(AccessLevel.Viewer);
        group.MapGet("/routes/events", EventsAsync).WithName("route-events").WithSummary("What happened to routes, newest first")
            .WithDescription("The next page: give the last id of this one as `after`.").Needs(AccessLevel.Viewer);
        group.MapGet("/routes/{name}", FindAsync).WithName("route").WithSummary("How one route stands").Needs(AccessLevel.Viewer);
        group.MapPost("/routes/{name}/promote", (string name, RouteModeRequest request, HttpContext http, RouteKeeper keeper, RouteReports reports, CancellationToken stop) =>
            SetAsync(name, "enforce", request, http, keeper, reports, stop)).WithName("promote").WithSummary("Lets a certified route serve its choices").Needs(AccessLevel.Operator);
        group.MapPost("/routes/{name}/canary", (string name, RouteModeRequest request, HttpContext http, RouteKeeper keeper, RouteReports reports, CancellationToken stop) =>
            SetAsync(name, "canary " + request.Share, request, http, keeper, reports, stop)).WithName("canary").WithSummary("Lets a certified route serve its choices to a share of the sessions").Needs(AccessLevel.Operator);
        group.MapPost("/routes/{name}/rollback", (string name, RouteModeRequest request, HttpContext http, RouteKeeper keeper, RouteReports reports, CancellationToken stop) =>
            SetAsync(name, "observe", request, http, keeper, reports, stop)).WithName("rollback").WithSummary("Sends a route back to its reference").Needs(AccessLevel.Operator);
    }

    private static async Task<Results<Ok<RouteList>, JsonHttpResult<ErrorEnvelope>>> ListAsync(RouteReports reports, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(new RouteList(await reports.CreateAsync(null, cancellationToken).ConfigureAwait(false)));
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<Results<Ok<RouteReport>, NotFound<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> FindAsync(
        string name, RouteReports reports, CancellationToken cancellationToken)
    {
        try
        {
            return await reports.CreateAsync(name, cancellationToken).ConfigureAwait(false) is [var report]
                ? TypedResults.Ok(report)
                : TypedResults.NotFound(ErrorEnvelope.Create("route_not_found", $"There is no route '{name}'. GET /loadline/routes lists all."));
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<Results<Ok<RouteEventList>, BadRequest<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> EventsAsync(
        RouteKeeper keeper,
        CancellationToken cancellationToken,
        [Description("Only of this route")] string? route = null,
        [Description("At most 1,000; 50 by default")] int limit = 50,
        [Description("Only events older than this id")] string? after = null)
    {
        if (after is not null && !DecisionId.IsValid(after))
        {
            return TypedResults.BadRequest(ErrorEnvelope.Create("invalid_query", "`after` is the id of an event: 26 characters."));
        }

        try
        {
            return TypedResults.Ok(new RouteEventList(await keeper.EventsAsync(route, after, Math.Clamp(limit, 1, MostListed), cancellationToken).ConfigureAwait(false)));
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<Results<Ok<RouteReport>, BadRequest<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> SetAsync(
        string name, string mode, RouteModeRequest request, HttpContext http, RouteKeeper keeper, RouteReports reports, CancellationToken cancellationToken)
    {
        if (!RouteModeSetting.TryParse(mode, out var setting))
        {
            return TypedResults.BadRequest(ErrorEnvelope.Create("invalid_share", "A canary needs a `share` between 0% and 100%: {\"share\": \"10%\", \"why\": \"…\"}."));
        }

        if (string.IsNullOrWhiteSpace(request.Why) || request.Why.Length > 1000 || request.Who?.Length > 200)
        {
            return TypedResults.BadRequest(ErrorEnvelope.Create("invalid_reason", "Say `why`, in at most 1,000 characters: it is kept with the change."));
        }

        try
        {
            if (await keeper.SetModeAsync(name, setting, Who(request, http), request.Why, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return TypedResults.BadRequest(ErrorEnvelope.Create("not_allowed_now", problem));
            }

            return TypedResults.Ok((await reports.CreateAsync(name, cancellationToken).ConfigureAwait(false))[0]);
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable();
        }
    }

    // A key's own name cannot be talked over.
    private static string Who(RouteModeRequest request, HttpContext http)
    {
        var key = http.Items[AccessFilter.KeyItem] is ApiKey known ? $"key {known.Name}" : "admin";
        return request.Who is { Length: > 0 } who ? $"{who} ({key})" : key;
    }

    private static JsonHttpResult<ErrorEnvelope> Unavailable() => TypedResults.Json(
        ErrorEnvelope.Create("ledger_unavailable", "The ledger cannot be used now; GET /healthz says why."),
        GatewayJsonContext.Default.ErrorEnvelope,
        statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <summary>A change of a route's mode.</summary>
internal sealed record RouteModeRequest
{
    [Description("In a canary: the share of sessions, such as 10%")]
    public string? Share { get; init; }

    [Description("Why; kept with the change")]
    public string? Why { get; init; }

    [Description("Who; kept beside the key's name")]
    public string? Who { get; init; }
}
