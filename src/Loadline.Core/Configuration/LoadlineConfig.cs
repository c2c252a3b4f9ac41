using Loadline.Core.Checks;

namespace Loadline.Core.Configuration;

/// <summary>A config file as read: immutable, validated, not yet joined with the catalogue.</summary>
public sealed record LoadlineConfig
{
    public IReadOnlyList<ProviderConfig> Providers { get; init; } = [];

    public IReadOnlyList<ModelConfig> Models { get; init; } = [];

    public IReadOnlyList<RouteConfig> Routes { get; init; } = [];

    /// <summary>Gets what the keys of each team may use together.</summary>
    public IReadOnlyList<TeamConfig> Teams { get; init; } = [];

    /// <summary>Gets the ways to grade answers, for the commands that collect and grade outcomes.</summary>
    public IReadOnlyList<GraderDefinition> Graders { get; init; } = [];

    public ServerConfig Server { get; init; } = new();

    public StorageConfig Storage { get; init; } = new();

    /// <summary>Gets where traces and metrics are sent to; <see langword="null"/>: nowhere.</summary>
    public TelemetryConfig? Telemetry { get; init; }

    /// <summary>Gets the lower-case hexadecimal SHA-256 of the file's bytes; empty for a config made in code.</summary>
    public string Digest { get; init; } = "";
}
