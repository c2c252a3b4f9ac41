using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Loadline.Testing;

/// <summary>Reads HTTP/1.1 requests off a pipe.</summary>
internal sealed class RequestReader(PipeReader pipe, long connectionId)
{
    /// <summary>The next request, its body unread; null at the end of the connection.</summary>
    /// <exception cref="InvalidDataException">It is no HTTP/1.1 request.</exception>
    public async Task<RecordedRequest?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = await ReadThroughAsync("\r\n\r\n"u8.ToArray(), cancellationToken);
        if (head is null)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(head).Split("\r\n");
        var start = lines[0].Split(' ');
        if (start.Length != 3 || !start[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"Not a request line: {lines[0]}");
        }

        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in lines.Skip(1).TakeWhile(l => l.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw new InvalidDataException($"Not a header: {line}");
            }

            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return new RecordedRequest(connectionId, start[0], start[1], headers, Stopwatch.GetTimestamp());
    }

    /// <summary>Reads the request's body into it.</summary>
    /// <returns>False when the connection ended first; what came is in the request.</returns>
    public async Task<bool> ReadBodyAsync(RecordedRequest request, CancellationToken cancellationToken)
    {
        if (request.Header("Transfer-Encoding") is not null)
        {
            return await ReadChunkedAsync(request, cancellationToken);
        }

        var length = request.Header("Content-Length") is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var (bytes, whole) = await ReadExactlyAsync(length, cancellationToken);
        request.Body = bytes;
        return whole;
    }

    /// <summary>Reads and forgets until the peer closes.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            pipe.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task<bool> ReadChunkedAsync(RecordedRequest request, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        while (await ReadThroughAsync("\r\n"u8.ToArray(), cancellationToken) is { } line)
        {
            var size = int.Parse(Encoding.ASCII.GetString(line).Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var (bytes, whole) = await ReadExactlyAsync(size, cancellationToken);
            body.Write(bytes.Span);
            request.Body = body.WrittenMemory;
            if (!whole || await ReadThroughAsync("\r\n"u8.ToArray(), cancellationToken) is null)
            {
                return false;
            }

            if (size == 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, bool Whole)> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        var filled = 0;
        while (filled < count)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var take = (int)Math.Min(read.Buffer.Length, count - filled);
            read.Buffer.Slice(0, take).CopyTo(bytes.AsSpan(filled));
            filled += take;
            pipe.AdvanceTo(read.Buffer.GetPosition(take));
            if (read.IsCompleted && filled < count && read.Buffer.Length == take)
            {
                break;
            }
        }

        return (bytes.AsMemory(0, filled), filled == count);
    }

    private async Task<byte[]?> ReadThroughAsync(byte[] mark, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (Find(buffer, mark) is { } end)
            {
                var bytes = buffer.Slice(0, end).ToArray();
                pipe.AdvanceTo(buffer.GetPosition(mark.Length, end));
                return bytes;
            }

            if (read.IsCompleted)
            {
                pipe.AdvanceTo(buffer.End);
                return null;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static SequencePosition? Find(ReadOnlySequence<byte> buffer, byte[] mark)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.TryReadTo(out ReadOnlySequence<byte> before, mark, advancePastDelimiter: false) ? before.End : null;
    }
}
