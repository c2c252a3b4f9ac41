using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LatencyClient;

/// <summary>One connection, one request at a time, blocking: nothing between the clock and the kernel.</summary>
internal sealed class Exchange : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly Target _target;

    public Exchange(Target target)
    {
        _target = target;
        _socket.Connect(IPAddress.Loopback, target.Port);
    }

    /// <summary>Sends the request and reads the reply to its end.</summary>
    /// <returns>Microseconds to the end of the reply, or to the first token of a stream.</returns>
    public double Run()
    {
        var start = Stopwatch.GetTimestamp();
        _socket.Send(_target.Request);
        var filled = 0;
        long firstToken = 0;
        while (!IsWhole(_buffer.AsSpan(0, filled)))
        {
            var read = _socket.Receive(_buffer.AsSpan(filled));
            if (read == 0)
            {
                throw new IOException($"{_target.Name} closed the connection.");
            }

            filled += read;
            if (firstToken == 0 && _target.IsStream && HasToken(_buffer.AsSpan(0, filled)))
            {
                firstToken = Stopwatch.GetTimestamp();
            }
        }

        var end = Stopwatch.GetTimestamp();
        Check(_buffer.AsSpan(0, filled));
        return Stopwatch.GetElapsedTime(start, _target.IsStream ? firstToken : end).TotalMicroseconds;
    }

    public void Dispose() => _socket.Dispose();

    public static bool HasToken(ReadOnlySpan<byte> reply) => reply.IndexOf("\"content\":\" word\""u8) >= 0;

    private void Check(ReadOnlySpan<byte> reply)
    {
        var good = reply.StartsWith("HTTP/1.1 200"u8)
            && (_target.IsStream ? reply.IndexOf("data: [DONE]"u8) >= 0 && HasToken(reply) : reply.IndexOf("load line"u8) >= 0);
        if (!good)
        {
            throw new IOException($"{_target.Name} answered something else: {System.Text.Encoding.UTF8.GetString(reply[..Math.Min(400, reply.Length)])}");
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> reply)
    {
        var head = reply.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var at = reply[..head].IndexOf("ontent-"u8);
        while (at >= 0 && at < head)
        {
            // Content-Length in any case; Content-Type is passed over.
            var rest = reply[(at + 7)..head];
            if (rest.Length > 7 && (rest[0] | 0x20) == 'l' && Utf8Parser.TryParse(rest[7..].TrimStart(" "u8), out int length, out _))
            {
                return reply.Length >= head + 4 + length;
            }

            var next = rest.IndexOf("ontent-"u8);
            at = next < 0 ? -1 : at + 7 + next;
        }

        return reply.EndsWith("0\r\n\r\n"u8);
    }
}
