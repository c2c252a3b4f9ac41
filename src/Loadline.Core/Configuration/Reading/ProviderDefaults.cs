using Loadline.Core.Catalog;

namespace Loadline.Core.Configuration.Reading;

/// <summary>What a provider's settings are once its name, address and dialect have filled in what its section leaves out.</summary>
internal sealed class ProviderDefaults
{
    private readonly ProviderDraft _draft;

    public ProviderDefaults(string name, ProviderDraft draft)
    {
        _draft = draft;
        Known = KnownProviders.Named(name);
        var isChatSurface = draft.Url?.Value is { } given && given == Known?.ChatUrl;
        Dialect = draft.Dialect ?? (isChatSurface ? ProviderDialects.OpenAIChat : Known?.Dialect) ?? ProviderDialects.OpenAIChat;
        Server = draft.Server?.Value ?? KnownProviders.ServerOf(name, draft.Url?.Value);
        Region = draft.Region?.Value ?? RegionOf(draft.Url?.Value);
        Auth = draft.Auth?.Value ?? UsualAuth();
    }

    public KnownProvider? Known { get; }

    public string Dialect { get; }

    public string Server { get; }

    public string? Region { get; }

    public ProviderAuth Auth { get; }

    public bool IsBedrock => Dialect == ProviderDialects.Bedrock;

    public bool IsAzure => Server == ProviderServers.Azure && Dialect is ProviderDialects.OpenAIChat or ProviderDialects.OpenAIResponses;

    /// <summary>Gets the base address; <see langword="null"/> where it is not known.</summary>
    public Uri? Url => Dialect == ProviderDialects.Simulated ? null
        : _draft.Url?.Value is { } given ? (IsAzure && _draft.ApiVersion is null && IsAzureRoot(given) ? AzureUndated(given) : given)
        : IsBedrock && Region is { } region ? BedrockAddress(region)
        : Known?.AddressFor(Dialect);

    /// <summary>Whether an address is an Azure resource's own, without a surface of it.</summary>
    public static bool IsAzureRoot(Uri url) => url.AbsolutePath.TrimEnd('/') is "" or "/openai";

    /// <summary>Gets an address to write, in the form that the server has.</summary>
    public string ExampleUrl => Server switch
    {
        ProviderServers.Azure => "https://NAME.openai.azure.com",
        ProviderServers.Vertex => "https://REGION-aiplatform.googleapis.com/v1/projects/PROJECT/locations/REGION/publishers/google",
        _ => "https://host/v1",
    };

    private static Uri AzureUndated(Uri given) =>
        new(given.GetLeftPart(UriPartial.Authority) + "/openai/v1");

    // AWS's regions in China are a partition of their own.
    private static Uri BedrockAddress(string region) => new(
        "https://bedrock-runtime." + region + ".amazonaws.com" + (region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : ""));

    private static string? RegionOf(Uri? url)
    {
        var labels = url?.Host.Split('.') ?? [];
        var at = Array.FindIndex(labels, label => label.StartsWith("bedrock-runtime", StringComparison.Ordinal));
        return at >= 0 && at + 1 < labels.Length ? labels[at + 1] : null;
    }

    private ProviderAuth UsualAuth() => _draft.AccessKeyId is not null || _draft.SecretAccessKey is not null
        ? ProviderAuth.SigV4
        : ProviderAuths.Usual(Dialect, Server);
}
