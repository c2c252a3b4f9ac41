namespace Loadline.Core.Configuration;

/// <summary>Where traces and metrics are sent to; read once at start.</summary>
public sealed record TelemetryConfig
{
    /// <summary>Gets the collector's address, before <c>/v1/traces</c> and <c>/v1/metrics</c>: OTLP over HTTP, protobuf.</summary>
    public required Uri Otlp { get; init; }

    /// <summary>Gets the headers that the collector asks for, in order.</summary>
    public IReadOnlyList<(string Name, Secret Value)> Headers { get; init; } = [];

    /// <summary>Gets the share of traces begun here that are sent, in [0,1]; a trace begun elsewhere is sent where its caller samples it. Default: all.</summary>
    public double Sample { get; init; } = 1;

    /// <summary>Gets how often metrics are sent. Default: 60 s.</summary>
    public TimeSpan MetricsEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the name that the service goes by. Default: <c>loadline</c>.</summary>
    public string Service { get; init; } = "loadline";
}
