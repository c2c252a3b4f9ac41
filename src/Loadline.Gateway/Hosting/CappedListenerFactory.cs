using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Loadline.Gateway.Hosting;

/// <summary>Kestrel's sockets under <see cref="CappedListener"/>.</summary>
/// <param name="options">Of the sockets.</param>
/// <param name="loggers">Of the sockets.</param>
/// <param name="most">Kestrel's own limit.</param>
internal sealed class CappedListenerFactory(IOptions<SocketTransportOptions> options, ILoggerFactory loggers, int most) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // Above Kestrel's own limit, which counts and logs whom it turns away.
    private const int Slack = 16;

    private readonly SocketTransportFactory _sockets = new(options, loggers);

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new CappedListener(await _sockets.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), most + Slack);
}
