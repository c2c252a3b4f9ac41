using Loadline.Core.Catalog;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Import;

/// <summary>LiteLLM's provider prefixes in Loadline's words.</summary>
internal static class LiteLlmProviders
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["openai"] = "openai",
        ["text-completion-openai"] = "openai",
        ["azure"] = "azure",
        ["azure_ai"] = "azure",
        ["anthropic"] = "anthropic",
        ["gemini"] = "gemini",
        ["vertex_ai"] = "vertex",
        ["bedrock"] = "bedrock",
        ["mistral"] = "mistral",
        ["groq"] = "groq",
        ["deepseek"] = "deepseek",
        ["xai"] = "xai",
        ["openrouter"] = "openrouter",
        ["ollama"] = "ollama",
        ["ollama_chat"] = "ollama",
        ["hosted_vllm"] = "vllm",
        ["vllm"] = "vllm",
        ["llamafile"] = "llamacpp",
    };

    // Chat Completions at a well-known address, whose names Loadline does not know by itself.
    private static readonly Dictionary<string, string> Addresses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["together_ai"] = "https://api.together.xyz/v1",
        ["fireworks_ai"] = "https://api.fireworks.ai/inference/v1",
        ["cerebras"] = "https://api.cerebras.ai/v1",
        ["perplexity"] = "https://api.perplexity.ai",
        ["deepinfra"] = "https://api.deepinfra.com/v1/openai",
        ["nvidia_nim"] = "https://integrate.api.nvidia.com/v1",
        ["moonshot"] = "https://api.moonshot.ai/v1",
        ["sambanova"] = "https://api.sambanova.ai/v1",
        ["openai_like"] = "",
        ["custom_openai"] = "",
        ["lm_studio"] = "",
    };

    // Names without a prefix that LiteLLM gives to a provider by their look.
    private static readonly (string Prefix, string Provider)[] Bare =
    [
        ("gpt-", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"), ("chatgpt", "openai"), ("text-embedding", "openai"), ("claude", "anthropic"),
        ("gemini", "vertex"), ("mistral", "mistral"), ("deepseek", "deepseek"), ("grok", "xai"),
    ];

    /// <summary>Splits <c>provider/name</c>.</summary>
    /// <returns>The provider's name, the model's name, and the address where Loadline must be told it; a provider of <see langword="null"/>: unknown.</returns>
    public static (string? Provider, string Name, string? Url) Split(string model, string? stated)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        var prefix = stated ?? (slash > 0 ? model[..slash] : null);
        var name = slash > 0 && string.Equals(prefix, model[..slash], StringComparison.OrdinalIgnoreCase) ? model[(slash + 1)..] : model;
        if (prefix is not null && Known.TryGetValue(prefix, out var known))
        {
            return (known, Unwrapped(known, name), null);
        }

        if (prefix is not null && Addresses.TryGetValue(prefix, out var url))
        {
            return (prefix.Replace('_', '-').ToLowerInvariant(), name, url.Length == 0 ? null : url);
        }

        var bare = Array.Find(Bare, one => model.StartsWith(one.Prefix, StringComparison.OrdinalIgnoreCase));
        return slash < 0 && bare.Provider is not null ? (bare.Provider, model, null) : (null, model, null);
    }

    /// <summary>Gets the variable that a provider's key usually lies in.</summary>
    public static string KeyVariable(string provider) =>
        KnownProviders.Named(provider)?.KeyVariable
        ?? (provider == ProviderServers.Azure ? "AZURE_API_KEY" : provider.Replace('-', '_').ToUpperInvariant() + "_API_KEY");

    // bedrock/converse/NAME and bedrock/us-east-1/NAME are about the way, not the name.
    private static string Unwrapped(string provider, string name) =>
        provider == "bedrock" && name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("arn:", StringComparison.Ordinal)
            ? name[(name.LastIndexOf('/') + 1)..]
            : name;
}
