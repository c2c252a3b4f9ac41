using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Loadline.Testing;

/// <summary>A provider on loopback that speaks its callers' API over HTTP/1.1, answers by script, fails on demand, and records what it saw.</summary>
/// <remarks>
/// Sockets and bytes only, so that it can break every rule that a web server would keep. Serves <c>POST …/chat/completions</c>,
/// <c>…/responses</c>, <c>…/messages</c>, <c>…:generateContent</c>, <c>…:streamGenerateContent</c>, <c>…/embeddings</c> and <c>GET …/models</c>, under any prefix. Each POST takes the script that <see cref="Choose"/> names, else the
/// next one of the queue, else <see cref="DefaultScript"/>. Safe for any number of threads.
/// </remarks>
public sealed class FakeUpstream : IAsyncDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);
    private static readonly UpstreamScript NotFound = UpstreamScript.Error(404, "not_found", "The fake upstream serves no such path.");

    private readonly ConcurrentQueue<UpstreamScript> _scripts = new();
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentQueue<UpstreamConnection> _connections = new();
    private readonly ConcurrentQueue<Exception> _errors = new();
    private readonly ConcurrentDictionary<UpstreamSession, Task> _sessions = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly IPAddress _address;
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _lastConnection;
    private int _liveRequests;

    private FakeUpstream(IPAddress address, TimeProvider time)
    {
        _address = address;
        Time = time;
    }

    /// <summary>Gets the port.</summary>
    public int Port { get; private set; }

    /// <summary>Gets the base URL for a provider's config: <c>http://127.0.0.1:PORT/v1</c>.</summary>
    public Uri BaseUrl => new(string.Create(CultureInfo.InvariantCulture, $"http://{_address}:{Port}/v1"));

    /// <summary>Gets or sets the script for requests that find the queue empty.</summary>
    public UpstreamScript DefaultScript { get; set; } = UpstreamScript.Default;

    /// <summary>Gets or sets what picks a script by the request itself; null, or a null answer, leaves it to the queue.</summary>
    public Func<RecordedRequest, UpstreamScript?>? Choose { get; set; }

    /// <summary>Gets or sets the models that <c>GET /v1/models</c> lists.</summary>
    public IReadOnlyList<string> ModelIds { get; set; } = ["fake-small", "fake-large"];

    /// <summary>Gets the requests whose body has been read (or was not to be), in the order of that.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Gets every connection accepted, in order.</summary>
    public IReadOnlyList<UpstreamConnection> Connections => [.. _connections];

    /// <summary>Gets what went wrong in the fake itself or was no HTTP; empty in a healthy test.</summary>
    public IReadOnlyList<Exception> Errors => [.. _errors];

    /// <summary>Gets the connections that are open on this side.</summary>
    public int LiveConnections => _sessions.Count;

    /// <summary>Gets the requests being read or answered, hanging ones included.</summary>
    public int LiveRequests => Volatile.Read(ref _liveRequests);

    /// <summary>Gets the scripts still queued.</summary>
    public int QueuedScripts => _scripts.Count;

    internal TimeProvider Time { get; }

    internal ChangeSignal Changed { get; } = new();

    internal bool NextReadsBody => _scripts.TryPeek(out var script) ? script.ReadsBody : DefaultScript.ReadsBody;

    /// <summary>Starts one on a free port.</summary>
    /// <param name="script">The default script; a good reply at once unless given.</param>
    /// <param name="time">What scripted delays wait on; real time unless given.</param>
    public static FakeUpstream Start(UpstreamScript? script = null, TimeProvider? time = null) => StartAt(IPAddress.Loopback, 0, script, time);

    /// <summary>Starts one on an address of this machine, such as 127.0.0.2: two of them may share a port, as two hosts do.</summary>
    public static FakeUpstream StartAt(IPAddress address, int port, UpstreamScript? script = null, TimeProvider? time = null)
    {
        var upstream = new FakeUpstream(address, time ?? TimeProvider.System) { DefaultScript = script ?? UpstreamScript.Default };
        upstream.Listen(port);
        return upstream;
    }

    /// <summary>Adds scripts for the next requests, one each.</summary>
    public void Enqueue(params ReadOnlySpan<UpstreamScript> scripts)
    {
        foreach (var script in scripts)
        {
            _scripts.Enqueue(script);
        }
    }

    /// <summary>Waits, in real time, until something is so: <c>u => u.LiveRequests == 0</c>.</summary>
    /// <param name="condition">Looked at after each connection, request, token and close.</param>
    /// <param name="patience">How long to wait; 30 s unless given.</param>
    /// <exception cref="TimeoutException">It was not in time.</exception>
    public Task WaitForAsync(Func<FakeUpstream, bool> condition, TimeSpan? patience = null)
        => Changed.WaitAsync(() => condition(this), patience ?? DefaultPatience);

    /// <summary>Waits until so many requests were received in all, and returns the last of them.</summary>
    public async Task<RecordedRequest> WaitForRequestAsync(int count = 1, TimeSpan? patience = null)
    {
        await WaitForAsync(u => u._requests.Count >= count, patience);
        return Requests[count - 1];
    }

    /// <summary>Refuses new connections from now on; those that are open live on.</summary>
    public async Task StopListeningAsync()
    {
        _listener?.Dispose();
        _listener = null;
        await _accepting;
    }

    /// <summary>Listens again, on the same port.</summary>
    public void ListenAgain() => Listen(Port);

    /// <summary>Closes, in order, the connections on which no request is being answered: what a server's idle timeout does.</summary>
    public void CloseIdleConnections()
    {
        foreach (var session in _sessions.Keys.Where(s => !s.IsBusy))
        {
            session.Finish();
        }
    }

    /// <summary>Aborts every connection (RST).</summary>
    public void ResetConnections()
    {
        foreach (var session in _sessions.Keys)
        {
            session.Reset();
        }
    }

    /// <summary>Lets every connection vanish without FIN or RST (Linux, with the right to administer the network).</summary>
    /// <exception cref="SocketException">The right is missing.</exception>
    public void VanishConnections()
    {
        foreach (var session in _sessions.Keys)
        {
            session.Vanish();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await StopListeningAsync();
        ResetConnections();
        await Task.WhenAll(_sessions.Values);
        _disposed.Dispose();
    }

    internal UpstreamScript Take(RecordedRequest request)
    {
        _requests.Enqueue(request);
        Changed.Pulse();
        if (Choose?.Invoke(request) is { } chosen)
        {
            return chosen;
        }

        if (request.Method == "GET")
        {
            return UpstreamReply.Knows(request) ? UpstreamScript.Default : NotFound;
        }

        var script = _scripts.TryDequeue(out var next) ? next : DefaultScript;
        return script.Body is null && !UpstreamReply.Knows(request) ? NotFound : script;
    }

    internal void Began()
    {
        Interlocked.Increment(ref _liveRequests);
        Changed.Pulse();
    }

    internal void Ended()
    {
        Interlocked.Decrement(ref _liveRequests);
        Changed.Pulse();
    }

    internal void Report(Exception error)
    {
        // A peer that goes, and the end of the test, are no errors.
        if (error is not (OperationCanceledException or SocketException or ObjectDisposedException))
        {
            _errors.Enqueue(error);
        }
    }

    private void Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(_address, port));
        listener.Listen(512);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(_disposed.Token);
                socket.NoDelay = true;
                var connection = new UpstreamConnection(++_lastConnection);
                _connections.Enqueue(connection);
                var session = new UpstreamSession(this, socket, connection, _disposed.Token);
                var ready = new TaskCompletionSource();
                _sessions[session] = RunAsync(session, ready.Task);
                ready.SetResult();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped listening.
        }
    }

    private async Task RunAsync(UpstreamSession session, Task registered)
    {
        // Else a session that ends at once would be removed before it is added.
        await registered;
        Changed.Pulse();
        await session.RunAsync();
        session.Connection.MarkClosed();
        _sessions.TryRemove(session, out _);
        session.Dispose();
        Changed.Pulse();
    }
}
