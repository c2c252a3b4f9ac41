using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Loadline.Testing.Recordings;

/// <summary>An upstream on loopback that answers with recorded replies, byte for byte, cut at seeded random places.</summary>
/// <remarks>
/// A request names the recording by the model: <c>row-12</c>, in the body or in the address, is the thirteenth. Every piece is a chunk of its
/// own and its own write to the socket. Safe for any number of connections; each recording is cut in the same places every time.
/// </remarks>
public sealed partial class ReplayUpstream : IAsyncDisposable
{
    // One piece of a stream may hold several events, or end in the midst of a character.
    private const int LongestStreamPiece = 400;
    private const int LongestWholePiece = 4096;

    private readonly IReadOnlyList<RecordedChat> _chats;
    private readonly int _seed;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _disposed = new();
    private readonly ConcurrentDictionary<Task, Socket> _sessions = new();
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly Task _accepting;

    private ReplayUpstream(IReadOnlyList<RecordedChat> chats, int seed)
    {
        _chats = chats;
        _seed = seed;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        BaseUrl = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/v1"));
        _accepting = AcceptAsync();
    }

    /// <summary>Gets the base address, the same for every dialect.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Gets the requests so far, in the order of their arrival.</summary>
    public IReadOnlyCollection<RecordedRequest> Requests => _requests;

    /// <summary>Starts one on a free port.</summary>
    /// <param name="chats">The recordings; the model <c>row-N</c> is the one at index N.</param>
    /// <param name="seed">Of the places at which replies are cut.</param>
    public static ReplayUpstream Start(IReadOnlyList<RecordedChat> chats, int seed) => new(chats, seed);

    /// <summary>Gets the model that stands for one recording.</summary>
    public static string ModelOf(int index) => string.Create(CultureInfo.InvariantCulture, $"row-{index}");

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var socket in _sessions.Values)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_sessions.Keys);
        _disposed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var id = 1L; ; id++)
            {
                var socket = await _listener.AcceptAsync(_disposed.Token);
                socket.NoDelay = true;
                var session = ServeAsync(socket, id);
                _sessions[session] = socket;
                _ = session.ContinueWith(ended => _sessions.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // No more connections.
        }
    }

    private async Task ServeAsync(Socket socket, long id)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = new RequestReader(PipeReader.Create(stream), id);
        try
        {
            while (await reader.ReadHeadAsync(_disposed.Token) is { } request && await reader.ReadBodyAsync(request, _disposed.Token))
            {
                _requests.Enqueue(request);
                await AnswerAsync(stream, Find(request));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidDataException)
        {
            // The peer went, or the test ended.
        }
    }

    private int Find(RecordedRequest request)
    {
        var match = Row().Match(request.Path);
        match = match.Success ? match : Row().Match(Encoding.UTF8.GetString(request.Body.Span));
        return match.Success && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var row && row < _chats.Count ? row : -1;
    }

    private async Task AnswerAsync(NetworkStream stream, int row)
    {
        if (row < 0)
        {
            await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _disposed.Token);
            return;
        }

        var chat = _chats[row];
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {chat.Status} Recorded\r\nContent-Type: {TypeOf(chat)}\r\nTransfer-Encoding: chunked\r\nx-request-id: req-{row}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _disposed.Token);
        var random = new Random((_seed * 100_003) + row);
        var longest = chat.IsStream ? LongestStreamPiece : LongestWholePiece;
        for (var rest = chat.Reply.AsMemory(); !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(random.Next(1, longest + 1), rest.Length)];
            var size = piece.Length.ToString("x", CultureInfo.InvariantCulture);
            await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(size), .. "\r\n"u8, .. piece.Span, .. "\r\n"u8], _disposed.Token);
            rest = rest[piece.Length..];
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), _disposed.Token);
    }

    private static string TypeOf(RecordedChat chat) => !chat.IsStream || chat.Status != 200 ? "application/json"
        : chat.Dialect == Wire.Conversion.Dialect.Bedrock ? "application/vnd.amazon.eventstream"
        : "text/event-stream";

    [GeneratedRegex(@"\brow-([0-9]+)\b")]
    private static partial Regex Row();
}
