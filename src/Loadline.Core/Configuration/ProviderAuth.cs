namespace Loadline.Core.Configuration;

/// <summary>How a credential travels to a provider.</summary>
public enum ProviderAuth
{
    /// <summary>In <c>Authorization: Bearer</c>.</summary>
    Bearer,

    /// <summary>In <c>x-api-key</c>, as Anthropic takes it.</summary>
    XApiKey,

    /// <summary>In <c>api-key</c>, as Azure OpenAI takes it.</summary>
    ApiKey,

    /// <summary>In <c>x-goog-api-key</c>, as Google takes it.</summary>
    GoogApiKey,

    /// <summary>Not at all: each request is signed with it (AWS Signature Version 4).</summary>
    SigV4,
}
