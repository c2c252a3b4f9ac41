namespace Loadline.Core.Configuration;

/// <summary>The APIs that an upstream may speak, by their config names.</summary>
public static class ProviderDialects
{
    /// <summary>OpenAI's Chat Completions, and all that copy it.</summary>
    public const string OpenAIChat = "openai-chat";

    /// <summary>No network: made-up or replayed answers, always labelled simulated.</summary>
    public const string Simulated = "simulated";

    public static IReadOnlyList<string> All { get; } = [OpenAIChat, Simulated];
}
