using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>A JSON body that can be hashed before it is sent, as signatures need.</summary>
internal abstract class UpstreamContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    protected UpstreamContent() => Headers.ContentType = Json;

    /// <summary>Adds the body's bytes to a hash.</summary>
    public abstract void AppendTo(IncrementalHash hash);
}
