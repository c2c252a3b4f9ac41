namespace Loadline.Core.Configuration;

/// <summary>A provider: an address, a dialect and a credential.</summary>
public sealed record ProviderConfig
{
    public required string Name { get; init; }

    /// <summary>Gets the API it speaks: one of <see cref="ProviderDialects"/>.</summary>
    public required string Dialect { get; init; }

    /// <summary>Gets the base address, the part before <c>/chat/completions</c>; <see langword="null"/> for the simulated dialect.</summary>
    public Uri? Url { get; init; }

    public Secret? ApiKey { get; init; }

    /// <summary>Gets where it keeps data, a free word that rules compare (<c>on-premises</c>, <c>eu</c>); <see langword="null"/>: unstated.</summary>
    public string? Residency { get; init; }

    /// <summary>Gets a value indicating whether failures bench it or its deployments. Default: <see langword="true"/>.</summary>
    public bool Breaker { get; init; } = true;

    /// <summary>Gets how often it is asked for its models to see whether it can be reached; <see langword="null"/>, the default: never.</summary>
    public TimeSpan? Probe { get; init; }

    /// <summary>Gets the outcome table that a simulated provider replays; <see langword="null"/>: it makes up its answers.</summary>
    public string? Outcomes { get; init; }

    /// <summary>Gets what tells one content of the outcome table's file from another, so that a changed table is another provider; empty where nobody looked.</summary>
    public string OutcomesStamp { get; init; } = "";
}
