using Loadline.Core.Configuration;
using Loadline.Core.Facts;
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
        var exchanges = app.Services.GetRequiredService<ExchangePool>();
        var guard = new OriginGuard(server.AllowedOrigins);
        app.MapPost("/v1/chat/completions", http => guard.Allows(http.Request) ? ServeAsync(exchanges, http, RequestKind.Chat) : OriginGuard.RefuseAsync(http));
        app.MapPost("/v1/embeddings", http => guard.Allows(http.Request) ? ServeAsync(exchanges, http, RequestKind.Embeddings) : OriginGuard.RefuseAsync(http));
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

    private static async Task ServeAsync(ExchangePool exchanges, HttpContext http, RequestKind kind)
    {
        var exchange = exchanges.Get();
        try
        {
            await exchange.RunAsync(http, kind).ConfigureAwait(false);
        }
        finally
        {
            exchanges.Return(exchange);
        }
    }
}
