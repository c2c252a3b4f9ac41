using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Anthropic's Messages, at Anthropic and at the servers that copy it.</summary>
internal sealed class AnthropicProtocol : IUpstreamProtocol
{
    /// <summary>The version that is asked for where neither the config nor the caller names one.</summary>
    public const string DefaultVersion = "2023-06-01";

    private const string VersionHeader = "anthropic-version";

    private readonly UpstreamCredential? _credential;
    private readonly string _version;
    private readonly Uri _chat;
    private readonly Uri _countTokens;
    private readonly Uri _models;

    public AnthropicProtocol(ProviderConfig config, UpstreamServer server, UpstreamCredential? credential)
    {
        _credential = credential;
        _version = config.ApiVersion ?? DefaultVersion;
        Server = server;
        var root = config.Url!.AbsoluteUri.TrimEnd('/');
        _chat = new Uri(root + "/messages");
        _countTokens = new Uri(root + "/messages/count_tokens");
        _models = new Uri(root + "/models");
    }

    public Dialect Dialect => Dialect.Anthropic;

    public UpstreamServer Server { get; }

    public string StreamType => "text/event-stream";

    public bool AsksUsage => false;

    public Uri? Find(UpstreamOperation operation, string model, bool stream) => operation switch
    {
        UpstreamOperation.Chat => _chat,
        UpstreamOperation.CountTokens => _countTokens,
        UpstreamOperation.Models => _models,
        _ => null,
    };

    public bool CanForward(Dialect caller, RequestFacts facts, ReadOnlySpan<byte> quotedEffort) =>
        caller == Dialect.Anthropic && SameDialect.CanForward(Dialect.Anthropic, facts, quotedEffort);

    public void Prepare(HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller)
    {
        ForwardedHeaders.Copy(caller, request, Dialect.Anthropic);
        if (caller is null || !caller.ContainsKey(VersionHeader))
        {
            OutboundHeaders.Add(request.Headers, VersionHeader, _version);
        }

        _credential?.Apply(request);
    }
}
