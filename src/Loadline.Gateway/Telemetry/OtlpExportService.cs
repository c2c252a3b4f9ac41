using Loadline.Core.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Loadline.Gateway.Telemetry;

/// <summary>Sends traces and metrics to a collector: OTLP over HTTP, from bounded queues on threads of their own.</summary>
/// <remarks>No request waits for a collector: what does not fit into the queue (2,048 spans) is dropped, and one that is away costs what was collected meanwhile.</remarks>
internal sealed class OtlpExportService(TelemetryConfig config, string instance) : IHostedService, IDisposable
{
    // How long the end of the process waits for what is left to be sent.
    private const int FlushMilliseconds = 3000;

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(
            config.Service, serviceVersion: typeof(OtlpExportService).Assembly.GetName().Version?.ToString(3), serviceInstanceId: instance);
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(config.Sample)))
            .AddSource(TraceNames.Source)
            .AddOtlpExporter(options => Configure(options, "/v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(GatewayMetrics.MeterName, "System.Runtime")
            .AddOtlpExporter((options, reader) =>
            {
                Configure(options, "/v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)config.MetricsEvery.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left; waits for it only so long.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            _traces?.Shutdown(FlushMilliseconds);
            _metrics?.Shutdown(FlushMilliseconds);
        },
        cancellationToken);

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Configure(OtlpExporterOptions options, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(config.Otlp.AbsoluteUri.TrimEnd('/') + path);
        options.Headers = string.Join(',', config.Headers.Select(header => header.Name + "=" + Uri.EscapeDataString(header.Value.Reveal())));
    }
}
