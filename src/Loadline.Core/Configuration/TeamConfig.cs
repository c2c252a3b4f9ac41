using Loadline.Core.Limits;

namespace Loadline.Core.Configuration;

/// <summary>A team as configured: what its keys may use together.</summary>
public sealed record TeamConfig
{
    /// <summary>Gets what keys call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what meters and records call it.</summary>
    public string Subject => field ??= "team " + Name;

    /// <summary>Gets what all its keys together may use; empty: as much as they want.</summary>
    public IReadOnlyList<UsageLimit> Usage { get; init; } = [];
}
