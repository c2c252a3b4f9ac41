using Loadline.Core.Configuration;
using Loadline.Gateway.Forwarding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Endpoints;

/// <summary>Every address the gateway answers on.</summary>
internal static class GatewayEndpoints
{
    public static void Map(WebApplication app, ServerConfig server)
    {
        new DialectEndpoints(
            app.Services.GetRequiredService<ExchangePool>(),
            app.Services.GetRequiredService<TokenCounter>(),
            new OriginGuard(server.AllowedOrigins)).Map(app);
        RootEndpoint.Map(app);
        ModelEndpoints.Map(app);
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
        var own = app.MapGroup("/loadline").AddEndpointFilter(new AdminKeyFilter(server.AdminKey)).AddEndpointFilter(new BadQueryFilter());
        DecisionEndpoints.Map(own);
        ProviderEndpoints.Map(own);
        FeedbackEndpoint.Map(own);
        own.MapOpenApi("/openapi.json");
        UnknownUrls.Map(app);
    }
}
