namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>A credential that travels in one header.</summary>
internal sealed class HeaderCredential(string name, string value) : UpstreamCredential
{
    public override void Apply(HttpRequestMessage request) => OutboundHeaders.Add(request.Headers, name, value);
}
