using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Loadline.Testing;

/// <summary>An HTTP/1.1 client that works in bytes: it can be slow, rude and gone, and it sees what was really sent.</summary>
/// <remarks>
/// One exchange at a time. It reads only when asked, so that not reading is a matter of not calling. Every read gives up after
/// <see cref="Patience"/> with a <see cref="TimeoutException"/>, so that no test hangs.
/// </remarks>
public sealed class RawClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly ReceiveBuffer _received;
    private RawHead? _head;

    private RawClient(Socket socket)
    {
        _socket = socket;
        _received = new ReceiveBuffer(socket);
    }

    /// <summary>Gets or sets how long a read may take in all, in real time.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how the last body that was read ended; null before and during one.</summary>
    public BodyEnd? LastBodyEnd { get; private set; }

    /// <summary>Gets the local port, which a server may log.</summary>
    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Connects to 127.0.0.1.</summary>
    /// <param name="port">The port.</param>
    /// <param name="receiveBuffer">Bytes that the kernel may hold unread; 0 leaves it to the kernel. Small ones make a stalled reader felt soon.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    public static async Task<RawClient> ConnectAsync(int port, int receiveBuffer = 0, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (receiveBuffer > 0)
            {
                socket.ReceiveBufferSize = receiveBuffer;
            }

            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return new RawClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static Task<RawClient> ConnectAsync(Uri url, CancellationToken cancellationToken = default)
        => ConnectAsync(url.Port, 0, cancellationToken);

    /// <summary>The bytes of a POST with a JSON body, to send whole or in parts.</summary>
    public static byte[] Request(string path, string json, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    /// <summary>Sends text as UTF-8, exactly: line ends are the caller's.</summary>
    public Task SendAsync(string text, CancellationToken cancellationToken = default)
        => SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Sends a POST with a JSON body.</summary>
    public Task PostAsync(string path, string json, params ReadOnlySpan<(string Name, string Value)> headers)
        => SendAsync(Request(path, json, headers));

    /// <summary>Sends a GET.</summary>
    public Task GetAsync(string path) => SendAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    /// <summary>Sends bytes a few at a time.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="size">Bytes at once.</param>
    /// <param name="gap">The wait between two sends.</param>
    /// <param name="time">What the gap is waited on; real time unless given.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task TrickleAsync(
        ReadOnlyMemory<byte> bytes, int size, TimeSpan gap, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        for (var at = 0; at < bytes.Length; at += size)
        {
            if (at > 0 && gap > TimeSpan.Zero)
            {
                await Task.Delay(gap, time ?? TimeProvider.System, cancellationToken);
            }

            await SendAsync(bytes.Slice(at, Math.Min(size, bytes.Length - at)), cancellationToken);
        }
    }

    /// <summary>Reads a status line and headers, passing over interim (1xx) ones.</summary>
    /// <exception cref="IOException">The connection ended before.</exception>
    public async Task<RawHead> ReadHeadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var bytes = await InTimeAsync(_received.TakeThroughAsync("\r\n\r\n"u8.ToArray(), patience.Token))
                ?? throw new IOException($"The connection ended ({_received.Ended}) before a response.");
            var lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
            var status = int.Parse(lines[0].Split(' ')[1], NumberStyles.None, CultureInfo.InvariantCulture);
            var headers = lines.Skip(1).Select(l => l.Split(':', 2)).Select(p => KeyValuePair.Create(p[0], p[1].Trim())).ToList();
            if (status >= 200)
            {
                LastBodyEnd = null;
                return _head = new RawHead(lines[0], status, headers, _received.LastReadAt);
            }
        }
    }

    /// <summary>Reads a whole response.</summary>
    public async Task<RawResponse> ReadResponseAsync()
    {
        var head = await ReadHeadAsync();
        var body = new List<byte>();
        await foreach (var chunk in ReadChunksAsync())
        {
            body.AddRange(chunk.Bytes.Span);
        }

        return new RawResponse(head, body.ToArray(), LastBodyEnd!.Value);
    }

    /// <summary>Reads the body that follows the last head, piece by piece as it arrives; <see cref="LastBodyEnd"/> then says how it ended.</summary>
    public async IAsyncEnumerable<RawChunk> ReadChunksAsync()
    {
        var body = new RawBody(_received, _head ?? throw new InvalidOperationException("Read a head first."));
        while (true)
        {
            using var patience = new CancellationTokenSource(Patience);
            if (await InTimeAsync(body.NextAsync(patience.Token)) is not { } chunk)
            {
                LastBodyEnd = body.End;
                yield break;
            }

            yield return chunk;
        }
    }

    /// <summary>Reads the body that follows the last head as server-sent events, each as it arrives.</summary>
    public async IAsyncEnumerable<RawEvent> ReadEventsAsync()
    {
        var reader = new SseReader();
        var events = new List<RawEvent>();
        await foreach (var chunk in ReadChunksAsync())
        {
            reader.Feed(chunk.Bytes.Span, chunk.ReceivedAt, events);
            foreach (var item in events)
            {
                yield return item;
            }

            events.Clear();
        }
    }

    /// <summary>Reads and forgets until the peer ends the connection, and says how.</summary>
    public async Task<BodyEnd> ReadUntilClosedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await InTimeAsync(_received.FillAsync(patience.Token)))
        {
            _received.Take(int.MaxValue);
        }

        return _received.Ended!.Value;
    }

    /// <summary>Sends FIN and keeps reading possible.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes in order (FIN). With bytes received and not read, the kernel sends RST in its place.</summary>
    public void Close() => _socket.Close();

    /// <summary>Aborts the connection (RST).</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> InTimeAsync<T>(Task<T> read)
    {
        try
        {
            return await read;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Nothing more came within {Patience}.");
        }
    }
}
