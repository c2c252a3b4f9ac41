using Loadline.Gateway.Telemetry;

namespace Loadline.Gateway.Tests.Telemetry;

public class PrometheusNameTests
{
    [Theory]
    [InlineData("loadline.requests", "{request}", "Counter", "loadline_requests_total")]
    [InlineData("loadline.cost", "USD", "Counter", "loadline_cost_usd_total")]
    [InlineData("http.server.request.duration", "s", "Histogram", "http_server_request_duration_seconds")]
    [InlineData("gen_ai.client.token.usage", "{token}", "Histogram", "gen_ai_client_token_usage")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", "ObservedCounter", "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("dotnet.process.memory.working_set", "By", "ObservedGauge", "dotnet_process_memory_working_set_bytes")]
    [InlineData("a.hit", "1", "Gauge", "a_hit_ratio")]
    [InlineData("a.hits", "1", "Counter", "a_hits_total")]
    [InlineData("a.seconds", "s", "Gauge", "a_seconds")]
    [InlineData("things.total", null, "Counter", "things_total")]
    [InlineData("9.lives-é", null, "Gauge", "_9_lives_")]
    [InlineData("subtotal", "", "Counter", "subtotal_total")]
    public void OfMetric_NameUnitAndKind_IsWhatPrometheusWants(string name, string? unit, string kind, string expected)
        => Assert.Equal(expected, PrometheusName.OfMetric(name, unit, Enum.Parse<MetricKind>(kind)));
}
