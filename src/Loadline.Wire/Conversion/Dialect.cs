namespace Loadline.Wire.Conversion;

/// <summary>Which protocol a caller or an upstream speaks.</summary>
public enum Dialect : byte
{
    /// <summary>OpenAI Chat Completions and everything compatible with it.</summary>
    OpenAIChat,

    /// <summary>OpenAI Responses.</summary>
    OpenAIResponses,

    /// <summary>Anthropic Messages.</summary>
    Anthropic,

    /// <summary>Google Gemini <c>generateContent</c>.</summary>
    Gemini,

    /// <summary>AWS Bedrock Converse; upstreams only.</summary>
    Bedrock,
}
