using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace Loadline.Testing;

/// <summary>Writes one reply: framing, compression, fragments, and the byte at which a fault strikes.</summary>
/// <remarks>Methods return false when the reply must stop: the fault's byte is reached, or the peer takes no more.</remarks>
internal sealed class ResponseWriter : IDisposable
{
    private readonly Socket _socket;
    private readonly UpstreamConnection _connection;
    private readonly UpstreamScript _script;
    private readonly CancellationToken _stop;
    private readonly MemoryStream? _compressed;
    private readonly GZipStream? _gzip;
    private BodyFraming _framing;
    private long _bodyBytes;
    private bool _broken;

    public ResponseWriter(Socket socket, UpstreamConnection connection, UpstreamScript script, CancellationToken stop)
    {
        _socket = socket;
        _connection = connection;
        _script = script;
        _stop = stop;
        if (script.Gzip)
        {
            _compressed = new MemoryStream();
            _gzip = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
        }
    }

    /// <summary>Gets whether the place of the fault was reached.</summary>
    public bool FaultReached { get; private set; }

    /// <summary>Says that it was, and that the reply must stop.</summary>
    public bool ReachFault()
    {
        FaultReached = true;
        return false;
    }

    /// <summary>Writes a reply whose body is known whole.</summary>
    public async Task<bool> WriteWholeAsync(ReadOnlyMemory<byte> body, string contentType)
    {
        var encoded = _gzip is null ? body : Compress(body, last: true);
        _framing = _script.Framing == BodyFraming.Usual ? BodyFraming.ContentLength : _script.Framing;
        return await WriteHeadAsync(contentType, encoded.Length) && await WritePayloadAsync(encoded) && await WriteEndAsync();
    }

    /// <summary>Writes the head of a reply whose body comes in pieces.</summary>
    public Task<bool> BeginStreamAsync(string contentType, int knownLength)
    {
        _framing = _script.Framing == BodyFraming.Usual ? BodyFraming.Chunked : _script.Framing;
        return WriteHeadAsync(contentType, knownLength);
    }

    public Task<bool> WritePieceAsync(ReadOnlyMemory<byte> piece) => WritePayloadAsync(_gzip is null ? piece : Compress(piece, last: false));

    public async Task<bool> EndStreamAsync()
        => (_gzip is null || await WritePayloadAsync(Compress(ReadOnlyMemory<byte>.Empty, last: true))) && await WriteEndAsync();

    public void Dispose()
    {
        _gzip?.Dispose();
        _compressed?.Dispose();
    }

    private async Task<bool> WriteHeadAsync(string contentType, int length)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {_script.Status} Scripted\r\n");
        if (!_script.Headers.Any(h => string.Equals(h.Key, "Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {contentType}\r\n");
        }

        foreach (var (name, value) in _script.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(_script.Gzip ? "Content-Encoding: gzip\r\n" : "");
        head.Append(_framing switch
        {
            BodyFraming.Chunked => "Transfer-Encoding: chunked\r\n",
            BodyFraming.Close => "",
            _ => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n"),
        });
        head.Append(_framing == BodyFraming.Close || _script.ClosesAfter ? "Connection: close\r\n\r\n" : "\r\n");
        if (!await SendAsync(Encoding.Latin1.GetBytes(head.ToString())))
        {
            return false;
        }

        return _script.Fault is not { Point: FaultPoint.AfterHeaders } || ReachFault();
    }

    private async Task<bool> WritePayloadAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_script.Fault is { Point: FaultPoint.AtByte } fault && _bodyBytes + bytes.Length >= fault.Count)
        {
            FaultReached = true;
            bytes = bytes[..(int)(fault.Count - _bodyBytes)];
        }

        _bodyBytes += bytes.Length;
        var step = _script.FragmentSize > 0 ? _script.FragmentSize : Math.Max(bytes.Length, 1);
        for (var at = 0; at < bytes.Length; at += step)
        {
            if (!await SendFramedAsync(bytes.Slice(at, Math.Min(step, bytes.Length - at))))
            {
                return false;
            }
        }

        return !FaultReached;
    }

    private Task<bool> SendFramedAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_framing != BodyFraming.Chunked)
        {
            return SendAsync(bytes);
        }

        var size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        return SendAsync((byte[])[.. size, .. bytes.Span, .. "\r\n"u8]);
    }

    private Task<bool> WriteEndAsync()
    {
        if (_framing != BodyFraming.Chunked)
        {
            return Task.FromResult(true);
        }

        return _script.Fault is { Point: FaultPoint.AfterBody } ? Task.FromResult(ReachFault()) : SendAsync("0\r\n\r\n"u8.ToArray());
    }

    private async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _connection.CountBytes(bytes.Length);
        try
        {
            while (bytes.Length > 0 && !_broken)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _stop)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A write may learn of the peer's RST before the pending read does, and would then end that read with our own close.
            if (e is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown })
            {
                _connection.MarkPeerClosed(reset: true);
            }

            _broken = true;
        }

        // A provider that does not notice goes on generating into the void.
        return !_broken || _script.IgnoresPeerClose;
    }

    private ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> bytes, bool last)
    {
        _gzip!.Write(bytes.Span);
        _gzip.Flush();
        if (last)
        {
            _gzip.Dispose();
        }

        var compressed = _compressed!.ToArray();
        _compressed.SetLength(0);
        return compressed;
    }
}
