using Loadline.Gateway.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Endpoints;

/// <summary>Prometheus' text exposition.</summary>
internal static class MetricsEndpoint
{
    public static void Map(WebApplication app)
    {
    }
}
