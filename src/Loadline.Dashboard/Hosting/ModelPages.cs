using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Loadline.Gateway.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>Models and providers, routes, and how to set up a client: pages that only read the config in force.</summary>
internal sealed class ModelPages(DashboardGate gate, PageRenderer renderer, SnapshotHolder snapshots, PlanExecutor executor)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardPaths.Models, http => gate.RunAsync(http, AccessLevel.Viewer, session => renderer.WriteAsync<ModelsPage>(
            http,
            PageFrame.Create(http, "Models and providers", DashboardPaths.Models, session, isLive: true),
            PageParameters.Of(("Snapshot", snapshots.Current), ("Providers", ProviderList.Create(snapshots.Current, executor.Now))))))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
        app.MapGet(DashboardPaths.Setup, http => gate.RunAsync(http, AccessLevel.Viewer, session => renderer.WriteAsync<SetupPage>(
            http,
            PageFrame.Create(http, "Setup", DashboardPaths.Setup, session),
            PageParameters.Of(("Snapshot", snapshots.Current), ("Address", $"{http.Request.Scheme}://{http.Request.Host}"), ("AsksKeys", gate.AsksCallers)))))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
    }
}
