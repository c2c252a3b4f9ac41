using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Azure OpenAI in its dated form: the deployment is named in the address, and the API's version in the query.</summary>
/// <remarks>The undated form, <c>/openai/v1</c>, is <see cref="OpenAIProtocol"/>'s.</remarks>
internal sealed class AzureProtocol : IUpstreamProtocol
{
    private readonly UpstreamCredential? _credential;
    private readonly ModelAddresses _addresses;

    public AzureProtocol(ProviderConfig config, UpstreamCredential? credential)
    {
        _credential = credential;
        Dialect = config.Dialect == ProviderDialects.OpenAIResponses ? Dialect.OpenAIResponses : Dialect.OpenAIChat;
        var root = config.Url!.AbsoluteUri.TrimEnd('/');
        root = root.EndsWith("/openai", StringComparison.OrdinalIgnoreCase) ? root : root + "/openai";
        var query = "?api-version=" + Uri.EscapeDataString(config.ApiVersion!);
        _addresses = new ModelAddresses((operation, model, _) => operation switch
        {
            UpstreamOperation.Chat when Dialect == Dialect.OpenAIResponses => new Uri(root + "/responses" + query),
            UpstreamOperation.Chat => new Uri(root + "/deployments/" + Uri.EscapeDataString(model) + "/chat/completions" + query),
            UpstreamOperation.Embeddings => new Uri(root + "/deployments/" + Uri.EscapeDataString(model) + "/embeddings" + query),
            UpstreamOperation.Models => new Uri(root + "/models" + query),
            _ => null,
        });
    }

    public Dialect Dialect { get; }

    public UpstreamServer Server => UpstreamServer.Azure;

    public string StreamType => "text/event-stream";

    public bool AsksUsage => Dialect == Dialect.OpenAIChat;

    public Uri? Find(UpstreamOperation operation, string model, bool stream) => _addresses.Find(operation, model, stream);

    public bool CanForward(Dialect caller, RequestFacts facts, ReadOnlySpan<byte> quotedEffort) =>
        caller == Dialect && SameDialect.CanForward(Dialect, facts, quotedEffort);

    public void Prepare(HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller)
    {
        ForwardedHeaders.Copy(caller, request, Dialect);
        _credential?.Apply(request);
    }
}
