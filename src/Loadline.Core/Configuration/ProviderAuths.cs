namespace Loadline.Core.Configuration;

/// <summary>How keys usually travel.</summary>
public static class ProviderAuths
{
    /// <summary>Tells how a server takes a key in one dialect.</summary>
    /// <param name="dialect">One of <see cref="ProviderDialects"/>.</param>
    /// <param name="server">One of <see cref="ProviderServers"/>.</param>
    public static ProviderAuth Usual(string dialect, string server) => (dialect, server) switch
    {
        (ProviderDialects.Anthropic, ProviderServers.Generic or ProviderServers.Anthropic or ProviderServers.Azure) => ProviderAuth.XApiKey,
        (ProviderDialects.Gemini, not ProviderServers.Vertex) => ProviderAuth.GoogApiKey,
        (ProviderDialects.OpenAIChat or ProviderDialects.OpenAIResponses, ProviderServers.Azure) => ProviderAuth.ApiKey,
        _ => ProviderAuth.Bearer,
    };
}
