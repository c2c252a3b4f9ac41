using System.Collections.Frozen;

namespace Loadline.Core.Catalog;

/// <summary>Whom Loadline knows without being told: names that people write, addresses, keys, and whose prices hold.</summary>
public static class KnownProviders
{
    private static readonly FrozenDictionary<string, KnownProvider> ByName;

    // Hosts of providers whose address depends on the account or the region, or that configs state in more than one way.
    private static readonly (string Suffix, string Catalog)[] OtherHosts =
    [
        ("aiplatform.googleapis.com", "google"),
        ("api.cohere.com", "cohere"),
        ("api.cohere.ai", "cohere"),
        ("openai.azure.com", "azure"),
        ("services.ai.azure.com", "azure"),
        ("amazonaws.com", "bedrock"),
        ("api.cerebras.ai", "cerebras"),
        ("api.moonshot.ai", "moonshot"),
        ("api.voyageai.com", "voyage"),
    ];

    private static readonly (string Suffix, string Catalog)[] Hosts;

    static KnownProviders()
    {
        All =
        [
            At("openai", "openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
            At("anthropic", "anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
            At("gemini", "google", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
            At("openrouter", "openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
            At("groq", "groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
            At("mistral", "mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
            At("deepseek", "deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
            At("xai", "xai", "https://api.x.ai/v1", "XAI_API_KEY"),
            Local("ollama", "http://127.0.0.1:11434/v1", "OLLAMA_HOST"),
            Local("vllm", "http://127.0.0.1:8000/v1", "VLLM_BASE_URL"),
            .. Named("anthropic", "claude"),
            .. Named("google", "google", "vertex", "vertexai", "vertex-ai"),
            .. Named("mistral", "mistralai"),
            .. Named("xai", "x-ai", "grok"),
            .. Named("cohere", "cohere"),
            .. Named("bedrock", "bedrock", "aws", "amazon"),
            .. Named("azure", "azure", "azure-openai"),
            .. Named("cerebras", "cerebras"),
            .. Named("moonshot", "moonshot", "moonshotai"),
            .. Named("voyage", "voyage", "voyageai"),
        ];
        ByName = All.ToFrozenDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);
        Hosts = [.. All.Where(provider => provider is { Url: not null, Catalog: not null }).Select(provider => (provider.Url!.Host, provider.Catalog!)), .. OtherHosts];
    }

    /// <summary>Gets every known provider, those with an address of their own first.</summary>
    public static IReadOnlyList<KnownProvider> All { get; }

    /// <summary>Gets the names that a config may use without stating an address.</summary>
    public static IEnumerable<string> NamesWithAddress => All.Where(provider => provider.Url is not null).Select(provider => provider.Name);

    /// <summary>Finds a provider that a config may name without saying where it is; letter case matters, as config names' does.</summary>
    public static KnownProvider? WithAddress(string name) => ByName.GetValueOrDefault(name) is { Url: not null } known && known.Name == name ? known : null;

    /// <summary>Gets the catalogue's name of a provider from whatever name it goes by, in any case; <see langword="null"/> when unknown.</summary>
    public static string? FromName(string name) => ByName.GetValueOrDefault(name)?.Catalog;

    /// <summary>Gets the catalogue's name of the provider that an address belongs to; <see langword="null"/> for anyone else's.</summary>
    public static string? FromAddress(Uri address)
    {
        var host = address.Host;
        foreach (var (suffix, catalog) in Hosts)
        {
            if (IsHostOrBelow(host, suffix))
            {
                return catalog;
            }
        }

        return null;
    }

    /// <summary>Tells whose prices hold for a configured provider.</summary>
    /// <param name="name">Its name in the config.</param>
    /// <param name="address">Its address; <see langword="null"/> where the config leaves it to the provider's own.</param>
    /// <returns>The catalogue's name; <see langword="null"/> when nobody's: a proxy or a local server does not charge the price of the name it wears.</returns>
    public static string? Of(string name, Uri? address) => address is null ? FromName(name) : FromAddress(address);

    private static KnownProvider At(string name, string catalog, string url, string keyVariable) => new(name, catalog, new Uri(url), keyVariable);

    private static KnownProvider Local(string name, string url, string addressVariable) =>
        new(name, null, new Uri(url), AddressVariable: addressVariable);

    private static IEnumerable<KnownProvider> Named(string catalog, params string[] names) => names.Select(name => new KnownProvider(name, catalog, null));

    private static bool IsHostOrBelow(string host, string suffix)
        => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            && (host.Length == suffix.Length || host[^(suffix.Length + 1)] is '.' or '-');
}
