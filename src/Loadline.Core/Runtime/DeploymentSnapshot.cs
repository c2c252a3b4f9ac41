using System.Text.Json;
using Loadline.Core.Balancing;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;

namespace Loadline.Core.Runtime;

/// <summary>A deployment as requests use it.</summary>
public sealed class DeploymentSnapshot
{
    /// <summary>Joins a deployment's config with its provider and its counters; <paramref name="price"/> is its own where it has one.</summary>
    public DeploymentSnapshot(ProviderSnapshot provider, DeploymentConfig config, DeploymentState state, ModelPrice? price = null)
    {
        Provider = provider;
        Name = config.Name;
        Weight = config.Weight;
        State = state;
        Price = price;
        Id = provider.Name + "/" + config.Name;
        Hash = AffinityKey.Hash(Id);
        QuotedName = JsonSerializer.SerializeToUtf8Bytes(config.Name, RuntimeJsonContext.Default.String);
    }

    /// <summary>Gets <c>provider/name</c>, as records and metrics show it.</summary>
    public string Id { get; }

    /// <summary>Gets a hash of the id that is the same in every process.</summary>
    public ulong Hash { get; }

    /// <summary>Gets who serves it.</summary>
    public ProviderSnapshot Provider { get; }

    /// <summary>Gets the provider's name of the model.</summary>
    public string Name { get; }

    /// <summary>Gets its share of the model's calls, beside the other deployments' weights.</summary>
    public int Weight { get; }

    /// <summary>Gets the live counters, kept over reloads.</summary>
    public DeploymentState State { get; }

    /// <summary>Gets the price of a call to this very deployment: the model's as configured, else the catalogue's.</summary>
    /// <value><see langword="null"/> where it is unknown.</value>
    public ModelPrice? Price { get; }

    /// <summary>Gets the model name as a JSON string, quotes included, ready to be spliced into a body.</summary>
    public ReadOnlyMemory<byte> QuotedName { get; }

    /// <summary>Tells whether this deployment keeps data in the given place; any does where none is asked for.</summary>
    public bool Keeps(string? residency) => residency is null || string.Equals(Provider.Residency, residency, StringComparison.OrdinalIgnoreCase);
}
