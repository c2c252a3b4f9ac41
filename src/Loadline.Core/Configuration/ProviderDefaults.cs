namespace Loadline.Core.Configuration;

/// <summary>The providers with an address of their own in Loadline; all are spoken to in OpenAI's Chat Completions dialect for now.</summary>
public static class ProviderDefaults
{
    /// <summary>Gets every known provider.</summary>
    public static IReadOnlyList<ProviderDefault> All { get; } =
    [
        Make("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        Make("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
        Make("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
        Make("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        Make("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        Make("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        Make("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
        Make("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
        Make("ollama", "http://127.0.0.1:11434/v1", null),
        Make("vllm", "http://127.0.0.1:8000/v1", null),
    ];

    /// <summary>Finds a known provider by its config name.</summary>
    public static ProviderDefault? Find(string name) => All.FirstOrDefault(known => known.Name == name);

    private static ProviderDefault Make(string name, string url, string? keyVariable) =>
        new(name, new Uri(url), ProviderDialects.OpenAIChat, keyVariable);
}
