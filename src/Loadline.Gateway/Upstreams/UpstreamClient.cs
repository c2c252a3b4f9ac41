using System.Net;
using System.Net.Http.Headers;
using Loadline.Core.Configuration;
using Loadline.Gateway.Telemetry;
using Loadline.Gateway.Upstreams.Protocols;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams;

/// <summary>How requests to one provider are sent: its connections, its protocol and its credentials.</summary>
internal sealed class UpstreamClient(ProviderConfig config, HttpMessageHandler handler, GatewayMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly Version _version = config.IsHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);

    // One for each credential; they differ in nothing else.
    private readonly IUpstreamProtocol[] _protocols =
    [
        UpstreamProtocols.Create(config, time), .. config.OtherApiKeys.Select(key => UpstreamProtocols.Create(config with { ApiKey = key }, time)),
    ];

    /// <summary>Gets the provider's addresses, headers and dialect.</summary>
    public IUpstreamProtocol Protocol => _protocols[0];

    /// <summary>Gets which credential is used next.</summary>
    public CredentialTurns Credentials { get; } = new(1 + config.OtherApiKeys.Count, config.Rotation, time);

    /// <summary>Gets a value indicating whether answers are made up here; only then may a caller name a recorded row to replay.</summary>
    public bool IsSimulated { get; } = config.Dialect == ProviderDialects.Simulated;

    /// <summary>Adds the provider's headers and credential to a request that is otherwise ready, and sends it; again where another credential may do better.</summary>
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
        if (_protocols.Length > 1)
        {
            return SendInTurnAsync(request, operation, caller, cancellationToken);
        }

        Protocol.Prepare(request, operation, caller);
        return _invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();

    // A refused credential and a limit are answered before anything is done: nothing of such a call is billed, and its body can be sent again.
    private async Task<HttpResponseMessage> SendInTurnAsync(
        HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller, CancellationToken cancellationToken)
    {
        var own = request.Headers.NonValidated.Select(static header => (header.Key, Value: header.Value.ToString())).ToArray();
        var tried = 0u;
        var at = Credentials.Pick(tried);
        while (true)
        {
            tried |= 1u << at;
            _protocols[at].Prepare(request, operation, caller);
            var response = await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            if (!Credentials.Ended(at, status, RetryAfter(response.Headers)) || Credentials.Pick(tried) is not (>= 0 and var next))
            {
                return response;
            }

            metrics.CredentialSwitch(config.Name, status == 429 ? "rate_limited" : "refused");
            response.Dispose();
            at = next;
            request.Headers.Clear();
            foreach (var (name, value) in own)
            {
                OutboundHeaders.Add(request.Headers, name, value);
            }
        }
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
