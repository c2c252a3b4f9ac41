using Loadline.Core.Runtime;
using Loadline.Dashboard.Access;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>A route's settings side by side, as its own ledger tells of them.</summary>
/// <remarks>Deciding a thousand requests a dozen times takes a core for a moment: one page does so at a time, the others wait.</remarks>
internal sealed class WhatIfPages(DashboardGate gate, PageRenderer renderer, DashboardQueries queries, SnapshotHolder snapshots, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet(DashboardPaths.Routes + "/{id}/what-if", (string id, HttpContext http) => gate.RunAsync(http, AccessLevel.Viewer, session => ShowAsync(http, id, session)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);

    public void Dispose() => _one.Dispose();

    private async Task ShowAsync(HttpContext http, string route, DashboardSession session)
    {
        var snapshot = snapshots.Current;
        if (!snapshot.Config.Routes.Any(one => one.Name == route))
        {
            await gate.MessageAsync(http, session, 404, "No such route", "It may have been taken out of the config, or the address is not whole.").ConfigureAwait(false);
            return;
        }

        var now = time.GetUtcNow();
        var first = await queries.FirstAsync(http.RequestAborted).ConfigureAwait(false);
        await _one.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        WhatIfModel model;
        try
        {
            model = await WhatIfModel.LoadAsync(queries, snapshot.Config, route, TimeRange.Choose(http.Request.Query["range"], first, now), now, http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }

        await renderer.WriteAsync<WhatIfPage>(
            http, PageFrame.Create(http, "What if " + route + " were set otherwise", DashboardPaths.Routes, session), PageParameters.Of(("Model", model))).ConfigureAwait(false);
    }
}
