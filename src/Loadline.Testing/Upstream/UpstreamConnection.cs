using System.Diagnostics;

namespace Loadline.Testing;

/// <summary>What <see cref="FakeUpstream"/> saw on one connection. Times are <see cref="Stopwatch.GetTimestamp"/>.</summary>
/// <remarks>Safe to read while the connection lives.</remarks>
public sealed class UpstreamConnection
{
    private readonly TaskCompletionSource _peerClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<long> _tokenTimes = [];
    private long _peerClosedAt;
    private long _bytesWritten;
    private long _bytesAfter;
    private int _tokensAfter;
    private int _requests;
    private volatile bool _closed;
    private volatile bool _reset;

    internal UpstreamConnection(long id) => Id = id;

    /// <summary>Gets the number of the connection, from 1.</summary>
    public long Id { get; }

    /// <summary>Gets how many requests came on it.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Gets whether both sides are done with it.</summary>
    public bool IsClosed => _closed;

    /// <summary>Gets when the peer's FIN or RST was seen; null until then.</summary>
    public long? PeerClosedAt => Volatile.Read(ref _peerClosedAt) is var at and not 0 ? at : null;

    /// <summary>Gets whether the peer ended it with RST; a close with bytes received and not read is one too.</summary>
    public bool PeerReset => _reset;

    /// <summary>Gets a task that completes when the peer's FIN or RST is seen.</summary>
    public Task PeerClosed => _peerClosed.Task;

    /// <summary>Gets the bytes written, heads and framing included.</summary>
    public long BytesWritten => Interlocked.Read(ref _bytesWritten);

    /// <summary>Gets the bytes written, or tried, after the peer had closed.</summary>
    public long BytesAfterPeerClosed => Interlocked.Read(ref _bytesAfter);

    /// <summary>Gets the tokens generated on streams.</summary>
    public int TokensWritten
    {
        get
        {
            lock (_gate)
            {
                return _tokenTimes.Count;
            }
        }
    }

    /// <summary>Gets the tokens generated after the peer had closed; only scripts that ignore the close do that.</summary>
    public int TokensAfterPeerClosed => Volatile.Read(ref _tokensAfter);

    /// <summary>How many tokens were generated later than this timestamp: what a decision to cancel still cost.</summary>
    public int TokensSince(long timestamp)
    {
        lock (_gate)
        {
            return _tokenTimes.Count(t => t > timestamp);
        }
    }

    /// <summary>How long after this timestamp the peer's close was seen; null if it was not.</summary>
    public TimeSpan? PeerClosedAfter(long timestamp)
        => PeerClosedAt is { } at ? Stopwatch.GetElapsedTime(timestamp, at) : null;

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    internal void CountToken()
    {
        lock (_gate)
        {
            _tokenTimes.Add(Stopwatch.GetTimestamp());
        }

        if (PeerClosedAt is not null)
        {
            Interlocked.Increment(ref _tokensAfter);
        }
    }

    internal void CountBytes(int bytes)
    {
        Interlocked.Add(ref _bytesWritten, bytes);
        if (PeerClosedAt is not null)
        {
            Interlocked.Add(ref _bytesAfter, bytes);
        }
    }

    internal void MarkPeerClosed(bool reset)
    {
        // The first sign counts: a peer that closed in order answers later data with RST.
        if (Interlocked.CompareExchange(ref _peerClosedAt, Stopwatch.GetTimestamp(), 0) == 0)
        {
            _reset = reset;
            _peerClosed.TrySetResult();
        }
    }

    internal void MarkClosed() => _closed = true;
}
