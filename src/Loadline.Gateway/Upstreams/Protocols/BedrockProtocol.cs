using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>AWS Bedrock's Converse and ConverseStream: the model is in the address, and a stream is AWS's binary event stream.</summary>
internal sealed class BedrockProtocol : IUpstreamProtocol
{
    private readonly UpstreamCredential? _credential;
    private readonly ModelAddresses _addresses;

    public BedrockProtocol(ProviderConfig config, UpstreamCredential? credential)
    {
        _credential = credential;
        var root = config.Url!.AbsoluteUri.TrimEnd('/');
        _addresses = new ModelAddresses((operation, model, stream) => operation switch
        {
            // An id holds colons, and an inference profile's ARN slashes too: all of it is one segment.
            UpstreamOperation.Chat => new Uri(root + "/model/" + Uri.EscapeDataString(model) + (stream ? "/converse-stream" : "/converse")),
            UpstreamOperation.CountTokens => new Uri(root + "/model/" + Uri.EscapeDataString(model) + "/count-tokens"),
            _ => null,
        });
    }

    public Dialect Dialect => Dialect.Bedrock;

    public UpstreamServer Server => UpstreamServer.Bedrock;

    public string StreamType => "application/vnd.amazon.eventstream";

    public bool AsksUsage => false;

    public Uri? Find(UpstreamOperation operation, string model, bool stream) => _addresses.Find(operation, model, stream);

    public bool CanForward(Dialect caller, RequestFacts facts, ReadOnlySpan<byte> quotedEffort) => false;

    public void Prepare(HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller) => _credential?.Apply(request);
}
