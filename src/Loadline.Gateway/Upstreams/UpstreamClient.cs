using Loadline.Core.Configuration;

namespace Loadline.Gateway.Upstreams;

/// <summary>How requests to one provider are sent: its connections, addresses and credential.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly string? _authorization;

    public UpstreamClient(ProviderConfig config, HttpMessageHandler handler)
    {
        _invoker = new HttpMessageInvoker(handler, disposeHandler: true);
        _authorization = config.ApiKey is { } key ? "Bearer " + key.Reveal() : null;
        var root = (config.Url ?? new Uri("http://simulated.invalid/v1")).AbsoluteUri.TrimEnd('/');
        Chat = new Uri(root + "/chat/completions");
        Embeddings = new Uri(root + "/embeddings");
        Models = new Uri(root + "/models");
        IsSimulated = config.Dialect == ProviderDialects.Simulated;
    }

    public Uri Chat { get; }

    public Uri Embeddings { get; }

    public Uri Models { get; }

    /// <summary>Gets a value indicating whether answers are made up here; only then may a caller name a recorded row to replay.</summary>
    public bool IsSimulated { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_authorization is not null)
        {
            OutboundHeaders.Add(request.Headers, "Authorization", _authorization);
        }

        return _invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();
}
