using System.Net;
using System.Net.Sockets;

namespace Loadline.Gateway.Upstreams;

/// <summary>Opens connections to upstreams within the time that the request's route allows, each to what the name means at that moment.</summary>
/// <param name="resolve">Finds the addresses of a host.</param>
internal sealed class UpstreamConnector(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>Carries a route's own connect timeout; absent for <see cref="DefaultTimeout"/>.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> TimeoutKey = new("loadline.connect-timeout");

    /// <summary>Marks the requests that a connection was opened for: what goes wrong with them is no stale connection's doing.</summary>
    public static readonly HttpRequestOptionsKey<bool> OpenedKey = new("loadline.connection-opened");

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(OpenedKey, true);
        var timeout = context.InitialRequestMessage.Options.TryGetValue(TimeoutKey, out var wanted) ? wanted : DefaultTimeout;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);

        // Without NoDelay a small request waits for the last one's acknowledgement: 40 ms on Linux.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var host = context.DnsEndPoint.Host;
            var addresses = IPAddress.TryParse(host, out var address) ? [address] : await resolve(host, limit.Token).ConfigureAwait(false);
            var allowed = Array.FindAll(addresses, AddressGuard.Allows);
            if (allowed.Length == 0 && addresses.Length > 0)
            {
                throw new IOException($"{host} means {addresses[0]}, where no model is served: link-local, metadata, multicast and reserved addresses are not connected to.");
            }

            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, limit.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new IOException($"No connection to {context.DnsEndPoint.Host}:{context.DnsEndPoint.Port} within {timeout.TotalSeconds:0.###} s.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
