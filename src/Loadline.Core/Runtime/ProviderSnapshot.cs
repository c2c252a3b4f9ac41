using Loadline.Core.Configuration;
using Loadline.Core.Health;

namespace Loadline.Core.Runtime;

/// <summary>A provider as requests use it.</summary>
public sealed class ProviderSnapshot(ProviderConfig config, ProviderState? state = null)
{
    /// <summary>Gets the provider's name in the config.</summary>
    public string Name => config.Name;

    /// <summary>Gets what its deployments share: gates and counters.</summary>
    public ProviderState State { get; } = state ?? new ProviderState();

    /// <summary>Gets what the config says of it.</summary>
    public ProviderConfig Config => config;

    /// <summary>Gets where its data goes, such as <c>eu</c>; <see langword="null"/>: the config does not say.</summary>
    public string? Residency => config.Residency;
}
