using Loadline.Core.Configuration;

namespace Loadline.Core.Runtime;

/// <summary>A provider as requests use it.</summary>
public sealed class ProviderSnapshot(ProviderConfig config)
{
    public string Name => config.Name;

    public ProviderConfig Config => config;

    public string? Residency => config.Residency;
}
