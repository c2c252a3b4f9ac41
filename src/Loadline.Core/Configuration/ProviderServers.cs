namespace Loadline.Core.Configuration;

/// <summary>Whose server a provider is, by config names: servers of one dialect differ in what they take.</summary>
public static class ProviderServers
{
    /// <summary>Nobody known: the plainest form of the dialect.</summary>
    public const string Generic = "generic";

    public const string OpenAI = "openai";
    public const string Azure = "azure";
    public const string OpenRouter = "openrouter";
    public const string Mistral = "mistral";
    public const string Groq = "groq";
    public const string DeepSeek = "deepseek";
    public const string XAI = "xai";
    public const string Ollama = "ollama";
    public const string VLlm = "vllm";
    public const string LlamaCpp = "llamacpp";
    public const string Anthropic = "anthropic";
    public const string Gemini = "gemini";
    public const string Vertex = "vertex";
    public const string Bedrock = "bedrock";

    public static IReadOnlyList<string> All { get; } =
        [Generic, OpenAI, Azure, OpenRouter, Mistral, Groq, DeepSeek, XAI, Ollama, VLlm, LlamaCpp, Anthropic, Gemini, Vertex, Bedrock];
}
