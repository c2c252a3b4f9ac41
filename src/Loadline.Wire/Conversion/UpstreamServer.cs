namespace Loadline.Wire.Conversion;

/// <summary>Whose server an upstream is, where servers of one dialect differ in what they take.</summary>
public enum UpstreamServer : byte
{
    /// <summary>Unknown: the plainest form of the dialect.</summary>
    Generic,

    /// <summary>api.openai.com.</summary>
    OpenAI,

    /// <summary>Azure OpenAI.</summary>
    Azure,

    /// <summary>OpenRouter, which passes on to others.</summary>
    OpenRouter,

    /// <summary>Mistral: tool ids of nine characters, a seed by another name.</summary>
    Mistral,

    /// <summary>Groq.</summary>
    Groq,

    /// <summary>DeepSeek: no JSON Schema in the answer's format.</summary>
    DeepSeek,

    /// <summary>xAI.</summary>
    XAI,

    /// <summary>Ollama, by its OpenAI-compatible address.</summary>
    Ollama,

    /// <summary>vLLM, by its OpenAI-compatible address.</summary>
    VLlm,

    /// <summary>llama.cpp's server.</summary>
    LlamaCpp,

    /// <summary>api.anthropic.com.</summary>
    Anthropic,

    /// <summary>The Gemini API with a key.</summary>
    Gemini,

    /// <summary>Vertex AI: Gemini's dialect with a bearer token.</summary>
    Vertex,

    /// <summary>AWS Bedrock's Converse.</summary>
    Bedrock,
}
