using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;
using Loadline.Dashboard.Access;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Loadline.Gateway.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>Models and providers, routes, and how to set up a client: pages that only read the config in force.</summary>
internal sealed class ModelPages(DashboardGate gate, PageRenderer renderer, DashboardQueries queries, SnapshotHolder snapshots, PlanExecutor executor)
{
    private const int MostEvents = 200;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardPaths.Models, http => gate.RunAsync(http, AccessLevel.Viewer, session => ModelsAsync(http, session)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
        app.MapGet(DashboardPaths.Setup, http => gate.RunAsync(http, AccessLevel.Viewer, session => renderer.WriteAsync<SetupPage>(
            http,
            PageFrame.Create(http, "Setup", DashboardPaths.Setup, session),
            PageParameters.Of(("Snapshot", snapshots.Current), ("Address", $"{http.Request.Scheme}://{http.Request.Host}"), ("AsksKeys", gate.AsksCallers)))))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
    }

    private async Task ModelsAsync(HttpContext http, DashboardSession session)
    {
        var snapshot = snapshots.Current;
        var newest = await queries.NewestAsync(LedgerFilter.All, DashboardQueries.Sample, null, http.RequestAborted).ConfigureAwait(false);
        var events = await queries.EventsAsync(MostEvents, http.RequestAborted).ConfigureAwait(false);
        await renderer.WriteAsync<ModelsPage>(
            http,
            PageFrame.Create(http, "Models and providers", DashboardPaths.Models, session, isLive: true),
            PageParameters.Of(
                ("Snapshot", snapshot),
                ("Providers", ProviderList.Create(snapshot, executor.Now)),
                ("Latencies", Times(newest)),
                ("Prices", PriceDrift.Of(snapshot, await queries.NoticedAsync(http.RequestAborted).ConfigureAwait(false), newest)),
                ("Read", newest.Count),
                ("Events", events.Where(static one => one.Kind is RouteEventKinds.AliasMoved or RouteEventKinds.ProviderDrift).ToList()))).ConfigureAwait(false);
    }

    private static List<(string Deployment, double[] Ms)> Times(IReadOnlyList<DecisionRecord> newest) =>
    [
        .. newest.SelectMany(static one => one.Attempts).Where(static attempt => attempt is { Outcome: "ok", Kind: AttemptKinds.Answer })
            .GroupBy(static attempt => attempt.Deployment, StringComparer.Ordinal).OrderByDescending(static group => group.Count())
            .Select(static group => (group.Key, (double[])[.. group.Select(static attempt => attempt.DurationMs).Order()])),
    ];
}
