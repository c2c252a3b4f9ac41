using Loadline.Core.Catalog;
using Loadline.Core.Limits;

namespace Loadline.Core.Configuration;

/// <summary>A candidate: a model, or a model with parameters of its own.</summary>
public sealed record ModelConfig
{
    /// <summary>Gets what pools, rules and callers call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the model this one is made from (<c>use:</c>); <see langword="null"/> for a model of its own.</summary>
    public string? Use { get; init; }

    /// <summary>Gets the reasoning effort sent upstream in place of the caller's; <see langword="null"/>: the caller's.</summary>
    public string? Effort { get; init; }

    /// <summary>Gets the price; <see langword="null"/>: from the catalogue, and unknown where that knows none.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>Gets the context window in tokens; <see langword="null"/>: from the catalogue, and unlimited where that knows none.</summary>
    public int? Context { get; init; }

    /// <summary>Gets the most tokens it generates; <see langword="null"/>: from the catalogue or unlimited.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>Gets what it can do; <see langword="null"/>: from the catalogue, and everything where that knows nothing.</summary>
    public Capabilities? Can { get; init; }

    /// <summary>Gets where it is served; several share its calls and stand in for one another.</summary>
    public IReadOnlyList<DeploymentConfig> Deployments { get; init; } = [];

    /// <summary>Gets how its calls are shared among its deployments; <see langword="null"/>: by weight.</summary>
    public Balance? Balance { get; init; }

    /// <summary>Gets what its calls may use together; those of models made from it count, too.</summary>
    public IReadOnlyList<UsageLimit> Usage { get; init; } = [];

    /// <summary>Gets how a simulated provider plays this model; <see langword="null"/>: the defaults.</summary>
    public SimulationConfig? Simulate { get; init; }
}
