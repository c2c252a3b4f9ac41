using System.Collections.Frozen;
using Loadline.Core.Configuration;

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
        ("cognitiveservices.azure.com", "azure"),
        ("amazonaws.com", "bedrock"),
        ("api.cerebras.ai", "cerebras"),
        ("api.moonshot.ai", "moonshot"),
        ("api.voyageai.com", "voyage"),
    ];

    // Hosts whose server is told by the address alone.
    private static readonly (string Suffix, string Server)[] Servers =
    [
        ("api.openai.com", ProviderServers.OpenAI),
        ("openai.azure.com", ProviderServers.Azure),
        ("services.ai.azure.com", ProviderServers.Azure),
        ("cognitiveservices.azure.com", ProviderServers.Azure),
        ("openrouter.ai", ProviderServers.OpenRouter),
        ("api.mistral.ai", ProviderServers.Mistral),
        ("api.groq.com", ProviderServers.Groq),
        ("api.deepseek.com", ProviderServers.DeepSeek),
        ("api.x.ai", ProviderServers.XAI),
        ("api.anthropic.com", ProviderServers.Anthropic),
        ("generativelanguage.googleapis.com", ProviderServers.Gemini),
        ("aiplatform.googleapis.com", ProviderServers.Vertex),
        ("amazonaws.com", ProviderServers.Bedrock),
    ];

    private static readonly (string Suffix, string Catalog)[] Hosts;

    static KnownProviders()
    {
        All =
        [
            At("openai", "openai", "https://api.openai.com/v1", "OPENAI_API_KEY", ProviderServers.OpenAI),
            At("anthropic", "anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", ProviderServers.Anthropic)
                with { Dialect = ProviderDialects.Anthropic },
            At("gemini", "google", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY", ProviderServers.Gemini)
                with { Dialect = ProviderDialects.Gemini, ChatUrl = new Uri("https://generativelanguage.googleapis.com/v1beta/openai") },
            At("openrouter", "openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", ProviderServers.OpenRouter),
            At("groq", "groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", ProviderServers.Groq),
            At("mistral", "mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", ProviderServers.Mistral),
            At("deepseek", "deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", ProviderServers.DeepSeek),
            At("xai", "xai", "https://api.x.ai/v1", "XAI_API_KEY", ProviderServers.XAI),
            Local("ollama", "http://127.0.0.1:11434/v1", "OLLAMA_HOST", ProviderServers.Ollama),
            Local("vllm", "http://127.0.0.1:8000/v1", "VLLM_BASE_URL", ProviderServers.VLlm),
            Local("llamacpp", "http://127.0.0.1:8080/v1", "LLAMACPP_BASE_URL", ProviderServers.LlamaCpp),
            .. Speaking(ProviderDialects.Anthropic, ProviderServers.Anthropic, Aliases("anthropic", "claude")),
            .. Aliases("google", "google"),
            .. Speaking(ProviderDialects.Gemini, ProviderServers.Vertex, Aliases("google", "vertex", "vertexai", "vertex-ai")),
            .. Aliases("mistral", "mistralai"),
            .. Aliases("xai", "x-ai", "grok"),
            .. Aliases("cohere", "cohere"),
            .. Speaking(ProviderDialects.Bedrock, ProviderServers.Bedrock, Aliases("bedrock", "bedrock", "aws", "amazon")),
            .. Speaking(ProviderDialects.OpenAIChat, ProviderServers.Azure, Aliases("azure", "azure", "azure-openai")),
            .. Aliases("cerebras", "cerebras"),
            .. Aliases("moonshot", "moonshot", "moonshotai"),
            .. Aliases("voyage", "voyage", "voyageai"),
        ];
        ByName = All.ToFrozenDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);
        Hosts = [.. All.Where(provider => provider is { Url: not null, Catalog: not null }).Select(provider => (provider.Url!.Host, provider.Catalog!)), .. OtherHosts];
    }

    /// <summary>Gets every known provider, those with an address of their own first.</summary>
    public static IReadOnlyList<KnownProvider> All { get; }

    /// <summary>Gets the names that a config may use without stating an address.</summary>
    public static IEnumerable<string> NamesWithAddress => All.Where(provider => provider.Url is not null).Select(provider => provider.Name);

    /// <summary>Finds a provider that a config may name without saying where it is; letter case matters, as config names' does.</summary>
    public static KnownProvider? WithAddress(string name) => Named(name) is { Url: not null } known ? known : null;

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

    /// <summary>Tells whose server a configured provider is: by its address, else by its name.</summary>
    /// <param name="name">Its name in the config; letter case matters, as config names' does.</param>
    /// <param name="address">Its address; <see langword="null"/> where the config leaves it to the provider's own.</param>
    /// <returns>One of <see cref="ProviderServers"/>; the plainest where nothing is known.</returns>
    public static string ServerOf(string name, Uri? address)
    {
        foreach (var (suffix, server) in Servers)
        {
            if (address is not null && IsHostOrBelow(address.Host, suffix))
            {
                return server;
            }
        }

        return Named(name)?.Server ?? ProviderServers.Generic;
    }

    /// <summary>Finds a provider by its name, with or without an address of its own; letter case matters, as config names' does.</summary>
    public static KnownProvider? Named(string name) => ByName.GetValueOrDefault(name) is { } known && known.Name == name ? known : null;

    private static KnownProvider At(string name, string catalog, string url, string keyVariable, string server) =>
        new(name, catalog, new Uri(url), keyVariable) { Server = server };

    private static KnownProvider Local(string name, string url, string addressVariable, string server) =>
        new(name, null, new Uri(url), AddressVariable: addressVariable) { Server = server };

    private static IEnumerable<KnownProvider> Speaking(string dialect, string server, IEnumerable<KnownProvider> providers) =>
        providers.Select(provider => provider with { Dialect = dialect, Server = server });

    private static IEnumerable<KnownProvider> Aliases(string catalog, params string[] names) => names.Select(name => new KnownProvider(name, catalog, null));

    private static bool IsHostOrBelow(string host, string suffix)
        => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            && (host.Length == suffix.Length || host[^(suffix.Length + 1)] is '.' or '-');
}
