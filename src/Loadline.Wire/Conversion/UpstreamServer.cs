namespace Loadline.Wire.Conversion;

/// <summary>Whose server an upstream is, where servers of one dialect differ in what they take.</summary>
public enum UpstreamServer : byte
{
    /// <summary>Unknown: the plainest form of the dialect.</summary>
    Generic,
    OpenAI,
    Azure,
    OpenRouter,
    Mistral,
    Groq,
    DeepSeek,
    XAI,
    Ollama,
    VLlm,
    LlamaCpp,
    Anthropic,
    Gemini,
    Vertex,
    Bedrock,
}
