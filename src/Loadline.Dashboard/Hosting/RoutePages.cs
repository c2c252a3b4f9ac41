using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>The routes: what each may choose from, by which rules, at what quality standing, and what came of it.</summary>
internal sealed class RoutePages(DashboardGate gate, PageRenderer renderer, DashboardQueries queries, SnapshotHolder snapshots, TimeProvider time)
{
    private const int MostEvents = 50;
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    public void Map(IEndpointRouteBuilder app) => app.MapGet(DashboardPaths.Routes, http => gate.RunAsync(http, AccessLevel.Viewer, async session =>
    {
        var totals = await queries.TotalsAsync(new LedgerFilter { From = time.GetUtcNow() - Lately }, http.RequestAborted).ConfigureAwait(false);
        await renderer.WriteAsync<RoutesPage>(
            http,
            PageFrame.Create(http, "Routes", DashboardPaths.Routes, session, isLive: true),
            PageParameters.Of(("Snapshot", snapshots.Current), ("Totals", totals?.Models ?? []), ("Events", await queries.EventsAsync(MostEvents, http.RequestAborted).ConfigureAwait(false)))).ConfigureAwait(false);
    })).ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
}
