namespace Loadline.Core.Configuration;

/// <summary>A provider: an address, a dialect and a credential.</summary>
public sealed record ProviderConfig
{
    /// <summary>Gets what deployments call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the API it speaks: one of <see cref="ProviderDialects"/>.</summary>
    public required string Dialect { get; init; }

    /// <summary>Gets whose server it is: one of <see cref="ProviderServers"/>. Default: the plainest form of its dialect.</summary>
    public string Server { get; init; } = ProviderServers.Generic;

    /// <summary>Gets the base address, the part before <c>/chat/completions</c> and its like; <see langword="null"/> for the simulated dialect.</summary>
    public Uri? Url { get; init; }

    /// <summary>Gets the credential, or the first of several; <see langword="null"/>: none is sent.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Gets the credentials beside <see cref="ApiKey"/>.</summary>
    public SecretList OtherApiKeys { get; init; } = SecretList.None;

    /// <summary>Gets which of several credentials a call takes. Default: <see cref="KeyRotation.RoundRobin"/>.</summary>
    public KeyRotation Rotation { get; init; }

    /// <summary>Gets how the credential travels. Default: as a bearer token.</summary>
    public ProviderAuth Auth { get; init; }

    /// <summary>Gets the version of the API: Azure's <c>api-version</c> or <c>anthropic-version</c>; <see langword="null"/>: the dialect's own.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Gets AWS's region, which signatures name; <see langword="null"/> elsewhere.</summary>
    public string? Region { get; init; }

    /// <summary>Gets what requests are signed with; <see langword="null"/>: they are not.</summary>
    public AwsCredentials? Aws { get; init; }

    /// <summary>Gets where it keeps data, a free word that rules compare (<c>on-premises</c>, <c>eu</c>); <see langword="null"/>: unstated.</summary>
    public string? Residency { get; init; }

    /// <summary>Gets a value indicating whether failures bench it or its deployments. Default: <see langword="true"/>.</summary>
    public bool Breaker { get; init; } = true;

    /// <summary>Gets a value indicating whether it is spoken to over HTTP/2, many requests on one connection. Default: <see langword="false"/>, HTTP/1.1.</summary>
    public bool IsHttp2 { get; init; }

    /// <summary>Gets how often it is asked for its models to see whether it can be reached; <see langword="null"/>, the default: never.</summary>
    public TimeSpan? Probe { get; init; }

    /// <summary>Gets the outcome table that a simulated provider replays; <see langword="null"/>: it makes up its answers.</summary>
    public string? Outcomes { get; init; }

    /// <summary>Gets what tells one content of the outcome table's file from another, so that a changed table is another provider; empty where nobody looked.</summary>
    public string OutcomesStamp { get; init; } = "";
}
