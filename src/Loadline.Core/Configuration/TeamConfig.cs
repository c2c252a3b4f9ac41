using Loadline.Core.Limits;

namespace Loadline.Core.Configuration;

/// <summary>A team as configured: what its keys may use together.</summary>
public sealed record TeamConfig
{
    public required string Name { get; init; }

    /// <summary>Gets what meters and records call it.</summary>
    public string Subject => field ??= "team " + Name;

    public IReadOnlyList<UsageLimit> Usage { get; init; } = [];
}
