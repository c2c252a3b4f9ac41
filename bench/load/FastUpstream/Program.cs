// A provider that costs next to nothing: raw sockets, replies made once. Settings by environment:
//   BENCH_PORT    port on 127.0.0.1 (required)
//   BENCH_CHUNKS  tokens in a stream (20), BENCH_GAP_MS  wait between them (0)
// A request may override the last two with "bench_chunks" and "bench_gap_ms" in its body: a header would not survive every gateway.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FastUpstream;

var port = Number("BENCH_PORT", 0);
if (port == 0)
{
    await Console.Error.WriteLineAsync("Set BENCH_PORT.");
    return 2;
}

var replies = new Replies(Number("BENCH_CHUNKS", 20), Number("BENCH_GAP_MS", 0));
using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
listener.Listen(4096);
while (true)
{
    var socket = await listener.AcceptAsync();
    socket.NoDelay = true;
    _ = new Connection(socket, replies).RunAsync();
}

static int Number(string variable, int otherwise)
    => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
