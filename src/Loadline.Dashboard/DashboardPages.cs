using Loadline.Core.Runtime;
using Loadline.Dashboard.Access;
using Loadline.Dashboard.Hosting;
using Loadline.Dashboard.Models;
using Loadline.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Dashboard;

/// <summary>The dashboard, to be given to a gateway as its pages; served below <c>/loadline/dashboard</c>.</summary>
public sealed class DashboardPages : IGatewayPages
{
    /// <summary>Gets the address of the first page below the gateway's own.</summary>
    public static string Path => DashboardPaths.Root;

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<FormTokens>();
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton(static provider => new HostGuard(provider.GetRequiredService<SnapshotHolder>().Current.Config.Server));
        services.AddSingleton<DashboardAccess>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<DashboardQueries>();
        services.AddSingleton<DashboardGate>();
        services.AddSingleton<LoginEndpoints>();
        services.AddSingleton<LiveEndpoint>();
        services.AddSingleton<OverviewEndpoint>();
        services.AddSingleton<DecisionPages>();
        services.AddSingleton<ModelPages>();
        services.AddSingleton<KeyPages>();
        services.AddSingleton<RoutePages>();
        services.AddSingleton<WhatIfPages>();
        services.AddSingleton<AuditPages>();
        services.AddSingleton<PlaygroundPages>();
    }

    /// <inheritdoc/>
    public void Map(WebApplication app)
    {
        var services = app.Services;
        DashboardAssets.Map(app);
        services.GetRequiredService<LoginEndpoints>().Map(app);
        services.GetRequiredService<LiveEndpoint>().Map(app, services.GetRequiredService<DashboardGate>());
        services.GetRequiredService<OverviewEndpoint>().Map(app);
        services.GetRequiredService<DecisionPages>().Map(app);
        services.GetRequiredService<ModelPages>().Map(app);
        services.GetRequiredService<KeyPages>().Map(app);
        services.GetRequiredService<RoutePages>().Map(app);
        services.GetRequiredService<WhatIfPages>().Map(app);
        services.GetRequiredService<AuditPages>().Map(app);
        services.GetRequiredService<PlaygroundPages>().Map(app);
    }
}
