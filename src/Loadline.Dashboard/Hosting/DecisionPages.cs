using Loadline.Core.Decisions;
using Loadline.Core.Runtime;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>The list of decisions, and each one explained.</summary>
internal sealed class DecisionPages(DashboardGate gate, PageRenderer renderer, DashboardQueries queries, SnapshotHolder snapshots, TimeProvider time)
{
    private const int MostWords = 100;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardPaths.Decisions, http => gate.RunAsync(http, AccessLevel.Viewer, session => ListAsync(http, session)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
        app.MapGet(DashboardPaths.Decisions + "/{id}", (string id, HttpContext http) => gate.RunAsync(http, AccessLevel.Viewer, session => OneAsync(http, id, session)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
    }

    private async Task ListAsync(HttpContext http, Access.DashboardSession session)
    {
        var query = http.Request.Query;
        var words = query["q"].ToString().Trim();
        words = words.Length <= MostWords ? words : words[..MostWords];
        if (DecisionId.IsValid(words))
        {
            http.Response.Redirect(DashboardPaths.Decision(words));
            return;
        }

        var now = time.GetUtcNow();
        var after = query["after"].ToString();
        var search = new DecisionSearch
        {
            Range = TimeRange.Choose(string.IsNullOrEmpty(query["range"]) ? "all" : query["range"].ToString(), null, now),
            Route = Given(query["route"]),
            Model = Given(query["model"]),
            Outcome = Given(query["outcome"]),
            Sort = query["sort"].ToString() is "dearest" or "slowest" ? query["sort"].ToString() : "newest",
            Words = words,
        };
        search = await search.RunAsync(queries, DecisionId.IsValid(after) ? after : null, now, http.RequestAborted).ConfigureAwait(false);
        await renderer.WriteAsync<DecisionsPage>(
            http,
            PageFrame.Create(http, "Decisions", DashboardPaths.Decisions, session, isLive: after.Length == 0),
            PageParameters.Of(("Search", search), ("Snapshot", snapshots.Current), ("Query", http.Request.Query))).ConfigureAwait(false);
    }

    private async Task OneAsync(HttpContext http, string id, Access.DashboardSession session)
    {
        if (await DecisionModel.LoadAsync(queries, snapshots.Current, session, id, http.RequestAborted).ConfigureAwait(false) is not { } model)
        {
            await gate.MessageAsync(http, session, 404, "No such decision", "It may be older than storage.keep, or the id is not whole. Ids are the x-loadline-decision header of answers.").ConfigureAwait(false);
            return;
        }

        await renderer.WriteAsync<DecisionPage>(
            http, PageFrame.Create(http, "Decision", DashboardPaths.Decisions, session), PageParameters.Of(("Model", model))).ConfigureAwait(false);
    }

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
