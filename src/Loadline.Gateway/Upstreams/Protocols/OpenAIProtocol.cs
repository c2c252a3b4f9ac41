using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>OpenAI's Chat Completions or Responses, and all servers that copy them: the model is named in the body, not in the address.</summary>
internal sealed class OpenAIProtocol : IUpstreamProtocol
{
    private readonly UpstreamCredential? _credential;
    private readonly Uri _chat;
    private readonly Uri _embeddings;
    private readonly Uri? _countTokens;
    private readonly Uri _models;

    public OpenAIProtocol(ProviderConfig config, UpstreamServer server, UpstreamCredential? credential)
    {
        _credential = credential;
        Server = server;
        Dialect = config.Dialect == ProviderDialects.OpenAIResponses ? Dialect.OpenAIResponses : Dialect.OpenAIChat;
        var root = (config.Url ?? new Uri("http://simulated.invalid/v1")).AbsoluteUri.TrimEnd('/');
        _chat = new Uri(root + (Dialect == Dialect.OpenAIResponses ? "/responses" : "/chat/completions"));
        _countTokens = Dialect == Dialect.OpenAIResponses ? new Uri(root + "/responses/input_tokens") : null;
        _embeddings = new Uri(root + "/embeddings");
        _models = new Uri(root + "/models");
    }

    public Dialect Dialect { get; }

    public UpstreamServer Server { get; }

    public string StreamType => "text/event-stream";

    // Mistral refuses members that it does not know, and sends usage unasked.
    public bool AsksUsage => Dialect == Dialect.OpenAIChat && Server != UpstreamServer.Mistral;

    public Uri? Find(UpstreamOperation operation, string model, bool stream) => operation switch
    {
        UpstreamOperation.Chat => _chat,
        UpstreamOperation.Embeddings => _embeddings,
        UpstreamOperation.CountTokens => _countTokens,
        _ => _models,
    };

    public bool CanForward(Dialect caller, RequestFacts facts, ReadOnlySpan<byte> quotedEffort) =>
        caller == Dialect && SameDialect.CanForward(Dialect, facts, quotedEffort) && !ChatQuirks.NeedsRewriting(Server, facts);

    public void Prepare(HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller)
    {
        ForwardedHeaders.Copy(caller, request, Dialect);
        _credential?.Apply(request);
    }
}
