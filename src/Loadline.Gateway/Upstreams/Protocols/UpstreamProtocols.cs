using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Makes the protocol of a configured provider.</summary>
internal static class UpstreamProtocols
{
    private static readonly Dictionary<string, UpstreamServer> Servers = new(StringComparer.Ordinal)
    {
        [ProviderServers.OpenAI] = UpstreamServer.OpenAI,
        [ProviderServers.Azure] = UpstreamServer.Azure,
        [ProviderServers.OpenRouter] = UpstreamServer.OpenRouter,
        [ProviderServers.Mistral] = UpstreamServer.Mistral,
        [ProviderServers.Groq] = UpstreamServer.Groq,
        [ProviderServers.DeepSeek] = UpstreamServer.DeepSeek,
        [ProviderServers.XAI] = UpstreamServer.XAI,
        [ProviderServers.Ollama] = UpstreamServer.Ollama,
        [ProviderServers.VLlm] = UpstreamServer.VLlm,
        [ProviderServers.LlamaCpp] = UpstreamServer.LlamaCpp,
        [ProviderServers.Anthropic] = UpstreamServer.Anthropic,
        [ProviderServers.Gemini] = UpstreamServer.Gemini,
        [ProviderServers.Vertex] = UpstreamServer.Vertex,
        [ProviderServers.Bedrock] = UpstreamServer.Bedrock,
    };

    public static IUpstreamProtocol Create(ProviderConfig config, TimeProvider time)
    {
        var server = Servers.GetValueOrDefault(config.Server, UpstreamServer.Generic);
        var credential = Credential(config, time);
        return config.Dialect switch
        {
            ProviderDialects.Anthropic => new AnthropicProtocol(config, server, credential),
            ProviderDialects.Gemini => new GeminiProtocol(config, server, credential, Bearer(config)),
            ProviderDialects.Bedrock => new BedrockProtocol(config, credential),
            _ when server == UpstreamServer.Azure && config.ApiVersion is not null => new AzureProtocol(config, credential),
            _ => new OpenAIProtocol(config, server, credential),
        };
    }

    /// <summary>Describes the upstream that a request of one candidate is converted for.</summary>
    public static UpstreamTarget Target(IUpstreamProtocol protocol, CandidateSnapshot candidate, DeploymentSnapshot deployment) =>
        new(protocol.Dialect, deployment.Name)
        {
            Server = protocol.Server,
            MaxOutputTokens = candidate.MaxOutput == int.MaxValue ? null : candidate.MaxOutput,
            Effort = Efforts.Read(candidate.Effort),
        };

    private static UpstreamCredential? Credential(ProviderConfig config, TimeProvider time)
    {
        if (config is { Auth: ProviderAuth.SigV4, Aws: { } aws, Region: { } region })
        {
            return new SigV4Credential(aws, region, time);
        }

        if (config.ApiKey is not { } key)
        {
            return null;
        }

        return config.Auth switch
        {
            ProviderAuth.XApiKey => new HeaderCredential("x-api-key", key.Reveal()),
            ProviderAuth.ApiKey => new HeaderCredential("api-key", key.Reveal()),
            ProviderAuth.GoogApiKey => new HeaderCredential("x-goog-api-key", key.Reveal()),
            _ => Bearer(config),
        };
    }

    private static HeaderCredential? Bearer(ProviderConfig config) =>
        config.ApiKey is { } key ? new HeaderCredential("Authorization", "Bearer " + key.Reveal()) : null;
}
