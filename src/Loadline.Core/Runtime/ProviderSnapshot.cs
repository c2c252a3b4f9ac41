using Loadline.Core.Configuration;
using Loadline.Core.Health;

namespace Loadline.Core.Runtime;

/// <summary>A provider as requests use it.</summary>
public sealed class ProviderSnapshot(ProviderConfig config, ProviderState? state = null)
{
    public string Name => config.Name;

    public ProviderState State { get; } = state ?? new ProviderState();

    public ProviderConfig Config => config;

    public string? Residency => config.Residency;
}
