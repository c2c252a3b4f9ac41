using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Endpoints;

/// <summary>Prometheus' text exposition.</summary>
internal static class MetricsEndpoint
{
    public static void Map(WebApplication app)
    {
        var exporter = app.Services.GetRequiredService<PrometheusExporter>();
        var metrics = app.Services.GetRequiredService<GatewayMetrics>();
        app.MapGet("/metrics", async http =>
        {
            metrics.ConfigLoaded(http.RequestServices.GetRequiredService<SnapshotHolder>().Current.Generation);
            http.Response.ContentType = PrometheusExporter.ContentType;
            await exporter.WriteAsync(http.Response.BodyWriter, http.RequestAborted).ConfigureAwait(false);
        }).Needs(AccessLevel.Scraper);
    }
}
