using System.Net;
using Loadline.Core.Configuration;
using Loadline.Gateway.Upstreams.Protocols;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams;

/// <summary>How requests to one provider are sent: its connections and its protocol.</summary>
internal sealed class UpstreamClient(ProviderConfig config, HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    private readonly Version _version = config.IsHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);

    /// <summary>Gets the provider's addresses, headers and dialect.</summary>
    public IUpstreamProtocol Protocol { get; } = UpstreamProtocols.Create(config, time);

    /// <summary>Gets a value indicating whether answers are made up here; only then may a caller name a recorded row to replay.</summary>
    public bool IsSimulated { get; } = config.Dialect == ProviderDialects.Simulated;

    /// <summary>Adds the provider's headers and credential to a request that is otherwise ready, and sends it.</summary>
    /// <param name="request">The request, with its address and content.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="caller">The caller's headers where it speaks the provider's dialect; <see langword="null"/> elsewhere.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller, CancellationToken cancellationToken)
    {
        // Either, and nothing between: what a provider was not asked to speak it need not be able to.
        request.Version = _version;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Protocol.Prepare(request, operation, caller);
        return _invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();
}
