using Loadline.Core.Ledger;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>Audits: what was compared with the reference, and what came of it.</summary>
internal sealed class AuditPages(DashboardGate gate, PageRenderer renderer, DashboardQueries queries)
{
    private const int MostListed = 500;

    public void Map(IEndpointRouteBuilder app) => app.MapGet(DashboardPaths.Audits, http => gate.RunAsync(http, AccessLevel.Viewer, async session =>
    {
        var audits = await queries.AuditsAsync(LedgerFilter.All, MostListed, http.RequestAborted).ConfigureAwait(false);
        await renderer.WriteAsync<AuditsPage>(
            http, PageFrame.Create(http, "Audits", DashboardPaths.Audits, session), PageParameters.Of(("Audits", audits))).ConfigureAwait(false);
    })).ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
}
