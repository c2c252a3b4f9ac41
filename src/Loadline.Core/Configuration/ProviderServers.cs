namespace Loadline.Core.Configuration;

/// <summary>Whose server a provider is, by config names: servers of one dialect differ in what they take.</summary>
public static class ProviderServers
{
    /// <summary>Nobody known: the plainest form of the dialect.</summary>
    public const string Generic = "generic";

    /// <summary>api.openai.com.</summary>
    public const string OpenAI = "openai";

    /// <summary>Azure OpenAI.</summary>
    public const string Azure = "azure";

    /// <summary>OpenRouter.</summary>
    public const string OpenRouter = "openrouter";

    /// <summary>Mistral.</summary>
    public const string Mistral = "mistral";

    /// <summary>Groq.</summary>
    public const string Groq = "groq";

    /// <summary>DeepSeek.</summary>
    public const string DeepSeek = "deepseek";

    /// <summary>xAI.</summary>
    public const string XAI = "xai";

    /// <summary>Ollama.</summary>
    public const string Ollama = "ollama";

    /// <summary>vLLM.</summary>
    public const string VLlm = "vllm";

    /// <summary>llama.cpp's server.</summary>
    public const string LlamaCpp = "llamacpp";

    /// <summary>api.anthropic.com.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>The Gemini API.</summary>
    public const string Gemini = "gemini";

    /// <summary>Vertex AI.</summary>
    public const string Vertex = "vertex";

    /// <summary>AWS Bedrock.</summary>
    public const string Bedrock = "bedrock";

    /// <summary>Gets every name that <c>server</c> may have.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Generic, OpenAI, Azure, OpenRouter, Mistral, Groq, DeepSeek, XAI, Ollama, VLlm, LlamaCpp, Anthropic, Gemini, Vertex, Bedrock];
}
