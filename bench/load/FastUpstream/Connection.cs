using System.Buffers.Text;
using System.Net.Sockets;

namespace FastUpstream;

/// <summary>Serves one connection, a request at a time.</summary>
internal sealed class Connection(Socket socket, Replies replies)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var length = RequestLength();
                if (length == 0)
                {
                    if (_filled == _buffer.Length)
                    {
                        Array.Resize(ref _buffer, _buffer.Length * 2);
                    }

                    var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None);
                    if (read == 0)
                    {
                        break;
                    }

                    _filled += read;
                    continue;
                }

                await AnswerAsync(length);
                _buffer.AsSpan(length, _filled - length).CopyTo(_buffer);
                _filled -= length;
            }
        }
        catch (SocketException)
        {
            // The gateway left.
        }

        socket.Dispose();
    }

    private ValueTask<int> AnswerAsync(int length)
    {
        var request = _buffer.AsSpan(0, length);
        var isStream = request.IndexOf("\"stream\":true"u8) >= 0 || request.IndexOf("\"stream\": true"u8) >= 0;
        return isStream
            ? new ValueTask<int>(StreamAsync(Member(request, "\"bench_chunks\":"u8, replies.Chunks), Member(request, "\"bench_gap_ms\":"u8, replies.GapMs)))
            : socket.SendAsync(replies.Plain.AsMemory(), SocketFlags.None);
    }

    private async Task<int> StreamAsync(int chunks, int gapMs)
    {
        await socket.SendAsync(replies.StreamHead, SocketFlags.None);
        for (var i = 0; i < chunks; i++)
        {
            if (gapMs > 0 && i > 0)
            {
                await Task.Delay(gapMs);
            }

            // One send an event, as a provider does: a gateway must not profit from events that arrive glued together.
            await socket.SendAsync(replies.Token, SocketFlags.None);
        }

        await socket.SendAsync(replies.Finish, SocketFlags.None);
        await socket.SendAsync(replies.Usage, SocketFlags.None);
        return await socket.SendAsync(replies.Done, SocketFlags.None);
    }

    /// <summary>The bytes of the first request in the buffer; 0 while it is not whole.</summary>
    private int RequestLength()
    {
        var bytes = _buffer.AsSpan(0, _filled);
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return 0;
        }

        var start = head + 4;
        if (HeaderValue(bytes[..(head + 2)], "content-length:"u8) is var length and >= 0)
        {
            return _filled >= start + length ? start + length : 0;
        }

        if (bytes[..head].IndexOf("chunked"u8) < 0)
        {
            return start;
        }

        var end = bytes[start..].IndexOf("0\r\n\r\n"u8);
        return end < 0 ? 0 : start + end + 5;
    }

    private static int HeaderValue(ReadOnlySpan<byte> head, ReadOnlySpan<byte> lowerName)
    {
        while (head.IndexOf("\r\n"u8) is var end and >= 0)
        {
            var line = head[..end];
            if (line.Length > lowerName.Length && System.Text.Ascii.EqualsIgnoreCase(line[..lowerName.Length], lowerName)
                && Utf8Parser.TryParse(line[lowerName.Length..].TrimStart((byte)' '), out int value, out _))
            {
                return value;
            }

            head = head[(end + 2)..];
        }

        return -1;
    }

    private static int Member(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, int otherwise)
        => body.IndexOf(name) is var at and >= 0 && Utf8Parser.TryParse(body[(at + name.Length)..], out int value, out _) ? value : otherwise;
}
