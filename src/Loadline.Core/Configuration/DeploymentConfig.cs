namespace Loadline.Core.Configuration;

/// <summary>One concrete way to call a model.</summary>
public sealed record DeploymentConfig
{
    /// <summary>Gets the provider's name in the config.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the name that the provider knows the model by.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the share of this model's calls, relative to its other deployments. Default: 1.</summary>
    public int Weight { get; init; } = 1;
}
