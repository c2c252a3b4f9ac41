using System.Net;

namespace Loadline.Extensions.AI.Remote;

/// <summary>Connections to gateways and to providers that need no adapter.</summary>
internal sealed class ChatHttp : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    public ChatHttp()
        : this(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // It would carry prompts elsewhere.
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
        })
    {
    }

    internal ChatHttp(HttpMessageHandler handler) => _invoker = new HttpMessageInvoker(handler);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
