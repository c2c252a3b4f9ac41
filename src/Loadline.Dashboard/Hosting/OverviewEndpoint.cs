using Loadline.Core.Runtime;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>The first page.</summary>
internal sealed class OverviewEndpoint(DashboardGate gate, PageRenderer renderer, DashboardQueries queries, SnapshotHolder snapshots, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder app) => app.MapGet(DashboardPaths.Root, http => gate.RunAsync(http, AccessLevel.Viewer, async session =>
    {
        var query = http.Request.Query;
        var model = await OverviewModel.LoadAsync(
            queries, snapshots.Current, query["range"], query["route"], time.GetUtcNow(), http.RequestAborted).ConfigureAwait(false);
        model = model with { Standings = await queries.StandingsAsync(http.RequestAborted).ConfigureAwait(false) };
        await renderer.WriteAsync<OverviewPage>(
            http, PageFrame.Create(http, "Overview", DashboardPaths.Root, session, isLive: true), new Dictionary<string, object?> { ["Model"] = model }).ConfigureAwait(false);
    })).ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
}
