using Loadline.Core.Checks;

namespace Loadline.Core.Configuration;

/// <summary>A config file as read: immutable, validated, not yet joined with the catalogue.</summary>
public sealed record LoadlineConfig
{
    /// <summary>Gets the providers, in the file's order.</summary>
    public IReadOnlyList<ProviderConfig> Providers { get; init; } = [];

    /// <summary>Gets the models, in the file's order; only those may be in a pool.</summary>
    public IReadOnlyList<ModelConfig> Models { get; init; } = [];

    /// <summary>Gets the routes, in the file's order.</summary>
    public IReadOnlyList<RouteConfig> Routes { get; init; } = [];

    /// <summary>Gets what the keys of each team may use together.</summary>
    public IReadOnlyList<TeamConfig> Teams { get; init; } = [];

    /// <summary>Gets the ways to grade answers, for the commands that collect and grade outcomes.</summary>
    public IReadOnlyList<GraderDefinition> Graders { get; init; } = [];

    /// <summary>Gets how the gateway listens; the library does not read it.</summary>
    public ServerConfig Server { get; init; } = new();

    /// <summary>Gets where the ledger is and what it keeps; the library does not read it.</summary>
    public StorageConfig Storage { get; init; } = new();

    /// <summary>Gets where traces and metrics are sent to; <see langword="null"/>: nowhere.</summary>
    public TelemetryConfig? Telemetry { get; init; }

    /// <summary>Gets the lower-case hexadecimal SHA-256 of the file's bytes; empty for a config made in code.</summary>
    public string Digest { get; init; } = "";
}
