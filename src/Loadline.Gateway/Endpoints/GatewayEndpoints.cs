using Loadline.Core.Configuration;
using Loadline.Gateway.Access;
using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Endpoints;

/// <summary>Every address the gateway answers on.</summary>
internal static class GatewayEndpoints
{
    public static void Map(WebApplication app, ServerConfig server, IGatewayPages? pages)
    {
        new DialectEndpoints(
            app.Services.GetRequiredService<ModelCalls>(),
            app.Services.GetRequiredService<TokenCounter>(),
            new OriginGuard(server.AllowedOrigins),
            app.Services.GetRequiredService<AccessControl>()).Map(app);
        RootEndpoint.Map(app);
        ModelEndpoints.Map(app);
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
        var own = app.MapGroup("/loadline").AddEndpointFilter(new BadQueryFilter());
        DecisionEndpoints.Map(own);
        ProviderEndpoints.Map(own);
        FeedbackEndpoint.Map(own);
        KeyEndpoints.Map(own);
        RouteEndpoints.Map(own);
        AuditEndpoints.Map(own);
        own.MapOpenApi("/openapi.json").Needs(AccessLevel.Viewer);
        pages?.Map(app);
        UnknownUrls.Map(app);
        AccessFilter.CheckAll(app);
    }
}
