using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Loadline.Testing;

/// <summary>A port that refuses connections, held so that no other program takes it meanwhile.</summary>
public sealed class ClosedPort : IDisposable
{
    // Bound and not listening: the kernel answers with RST.
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Gets a base URL that nobody serves: <c>http://127.0.0.1:PORT/v1</c>.</summary>
    public Uri BaseUrl => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/v1"));

    public void Dispose() => _socket.Dispose();
}
