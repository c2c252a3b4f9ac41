using System.Collections.Frozen;

namespace Loadline.Core.Catalog;

/// <summary>The providers of the built-in catalogue: their names, other names that people write, and the hosts they answer on.</summary>
public static class KnownProviders
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["openai"] = "openai",
        ["anthropic"] = "anthropic",
        ["claude"] = "anthropic",
        ["google"] = "google",
        ["gemini"] = "google",
        ["vertex"] = "google",
        ["vertexai"] = "google",
        ["vertex-ai"] = "google",
        ["mistral"] = "mistral",
        ["mistralai"] = "mistral",
        ["deepseek"] = "deepseek",
        ["xai"] = "xai",
        ["x-ai"] = "xai",
        ["grok"] = "xai",
        ["groq"] = "groq",
        ["cohere"] = "cohere",
        ["openrouter"] = "openrouter",
        ["bedrock"] = "bedrock",
        ["aws"] = "bedrock",
        ["amazon"] = "bedrock",
        ["azure"] = "azure",
        ["azure-openai"] = "azure",
        ["cerebras"] = "cerebras",
        ["moonshot"] = "moonshot",
        ["moonshotai"] = "moonshot",
        ["voyage"] = "voyage",
        ["voyageai"] = "voyage",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly (string Suffix, string Provider)[] Hosts =
    [
        ("api.openai.com", "openai"),
        ("api.anthropic.com", "anthropic"),
        ("generativelanguage.googleapis.com", "google"),
        ("aiplatform.googleapis.com", "google"),
        ("api.mistral.ai", "mistral"),
        ("api.deepseek.com", "deepseek"),
        ("api.x.ai", "xai"),
        ("api.groq.com", "groq"),
        ("api.cohere.com", "cohere"),
        ("api.cohere.ai", "cohere"),
        ("openrouter.ai", "openrouter"),
        ("openai.azure.com", "azure"),
        ("services.ai.azure.com", "azure"),
        ("amazonaws.com", "bedrock"),
        ("api.cerebras.ai", "cerebras"),
        ("api.moonshot.ai", "moonshot"),
        ("api.voyageai.com", "voyage"),
    ];

    /// <summary>Gets the catalogue's name of a provider from whatever name it goes by; <see langword="null"/> when unknown.</summary>
    public static string? FromName(string name) => Names.GetValueOrDefault(name);

    /// <summary>Gets the catalogue's name of the provider that an address belongs to; <see langword="null"/> for anyone else's.</summary>
    public static string? FromAddress(Uri address)
    {
        var host = address.Host;
        foreach (var (suffix, provider) in Hosts)
        {
            if (IsHostOrBelow(host, suffix))
            {
                return provider;
            }
        }

        return null;
    }

    /// <summary>Tells whose prices hold for a configured provider.</summary>
    /// <param name="name">Its name in the config.</param>
    /// <param name="address">Its address; <see langword="null"/> where the config leaves it to the provider's own.</param>
    /// <returns>The catalogue's name; <see langword="null"/> when nobody's: a proxy or a local server does not charge the price of the name it wears.</returns>
    public static string? Of(string name, Uri? address) => address is null ? FromName(name) : FromAddress(address);

    private static bool IsHostOrBelow(string host, string suffix)
        => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            && (host.Length == suffix.Length || host[^(suffix.Length + 1)] is '.' or '-');
}
