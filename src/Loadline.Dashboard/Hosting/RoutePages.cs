using Loadline.Core.Configuration;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;
using Loadline.Dashboard.Access;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>The routes: what each may choose from, how it stands, and what operators do with it.</summary>
internal sealed class RoutePages(
    DashboardGate gate, DashboardAccess access, PageRenderer renderer, DashboardQueries queries, SnapshotHolder snapshots, RouteKeeper keeper, TimeProvider time)
{
    private const int MostEvents = 50;
    private const int MostAudits = 500;
    private const int MostWhy = 1000;
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardPaths.Routes, http => gate.RunAsync(http, AccessLevel.Viewer, session => ShowAsync(http, session, "", "")))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
        app.MapPost(DashboardPaths.Routes + "/{id}", (string id, HttpContext http) => gate.RunFormAsync(http, AccessLevel.Operator, (session, form) => ChangeAsync(http, session, id, form)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Operator);
    }

    private async Task ChangeAsync(HttpContext http, DashboardSession session, string route, IFormCollection form)
    {
        var why = form["why"].ToString().Trim();
        var mode = form["mode"].ToString();
        if (!RouteModeSetting.TryParse(mode == "canary" ? "canary " + form["share"] + "%" : mode, out var setting))
        {
            await ShowAsync(http, session, "", "A canary needs a share above 0 and below 100 %.", StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        if (why.Length is 0 or > MostWhy)
        {
            await ShowAsync(http, session, "", "Say why, in at most 1,000 characters: it is kept with the change.", StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        try
        {
            var who = access.KeyOf(session) is { } key ? $"key {key.Name}" : "admin";
            var problem = await keeper.SetModeAsync(route, setting, who, why, http.RequestAborted).ConfigureAwait(false);
            await ShowAsync(
                http, session, problem is null ? $"{route} is asked to {Verb(setting)}." : "", problem ?? "",
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            await ShowAsync(http, session, "", "The ledger cannot be written now, so nothing was changed.", StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
        }
    }

    private async Task ShowAsync(HttpContext http, DashboardSession session, string done, string problem, int status = StatusCodes.Status200OK)
    {
        var totals = await queries.TotalsAsync(new LedgerFilter { From = time.GetUtcNow() - Lately }, http.RequestAborted).ConfigureAwait(false);
        await renderer.WriteAsync<RoutesPage>(
            http,
            PageFrame.Create(http, "Routes", DashboardPaths.Routes, session, isLive: HttpMethods.IsGet(http.Request.Method)),
            PageParameters.Of(
                ("Snapshot", snapshots.Current),
                ("Totals", totals?.Models ?? []),
                ("Reports", await queries.StandingsAsync(http.RequestAborted).ConfigureAwait(false)),
                ("Audits", await queries.AuditsAsync(new AuditPage { Limit = MostAudits }, http.RequestAborted).ConfigureAwait(false)),
                ("Events", await queries.EventsAsync(MostEvents, http.RequestAborted).ConfigureAwait(false)),
                ("MayChange", session.Role >= KeyRole.Operator),
                ("Csrf", session.Csrf),
                ("Done", done),
                ("Problem", problem)),
            status).ConfigureAwait(false);
    }

    private static string Verb(RouteModeSetting setting) => setting.Mode switch
    {
        RouteMode.Enforce => "enforce",
        RouteMode.Canary => $"serve its choices to {setting.ToString()["canary ".Length..]} of the sessions",
        _ => "observe: the reference serves",
    };
}
