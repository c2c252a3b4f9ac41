namespace Loadline.Core.Configuration;

/// <summary>The APIs that an upstream may speak, by their config names.</summary>
public static class ProviderDialects
{
    /// <summary>OpenAI's Chat Completions, and all that copy it.</summary>
    public const string OpenAIChat = "openai-chat";

    /// <summary>OpenAI's Responses.</summary>
    public const string OpenAIResponses = "openai-responses";

    /// <summary>Anthropic's Messages.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>Google's <c>generateContent</c>, at the Gemini API and at Vertex AI.</summary>
    public const string Gemini = "gemini";

    /// <summary>AWS Bedrock's Converse and ConverseStream.</summary>
    public const string Bedrock = "bedrock";

    /// <summary>No network: made-up or replayed answers, always labelled simulated.</summary>
    public const string Simulated = "simulated";

    /// <summary>Whether a provider has embeddings for callers, who ask for them in OpenAI's dialect.</summary>
    /// <param name="dialect">One of <see cref="All"/>.</param>
    /// <param name="server">One of <see cref="ProviderServers.All"/>.</param>
    public static bool HasEmbeddings(string? dialect, string server) => dialect switch
    {
        Anthropic or Bedrock => false,
        Gemini => server != ProviderServers.Vertex,
        _ => true,
    };

    /// <summary>Gets every name that <c>dialect</c> may have.</summary>
    public static IReadOnlyList<string> All { get; } = [OpenAIChat, OpenAIResponses, Anthropic, Gemini, Bedrock, Simulated];
}
