using System.Diagnostics.CodeAnalysis;
using Loadline.Core.Configuration;
using Loadline.Core.Limits;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Limits;

/// <summary>Bounds how many requests run at once; lets a bounded number wait for a bounded time, one caller after another.</summary>
/// <remarks>
/// With room to spare, entering is two interlocked operations. The lock is taken only once requests wait or are turned away. Callers are
/// told apart by their <c>Authorization</c>, else by their address; each waits in a line of its own, and the lines take turns. Where all
/// lines together are full, the newest of the longest gives way to a caller with less.
/// </remarks>
internal sealed class AdmissionGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, LinkedList<Waiter>> _lines = [];
    private readonly Queue<int> _turns = new();
    private readonly TimeProvider _time;
    private readonly GradientLimit? _adaptive;
    private readonly int _fixed;
    private readonly int _mostWaiting;
    private readonly TimeSpan _age;
    private int _running;
    private int _waiting;
    private long _lastHandOver;
    private double _handOverMs;

    public AdmissionGate(ServerConfig config, TimeProvider time)
    {
        _time = time;
        _fixed = config.MaxConcurrent;
        _adaptive = config.Adaptive ? new GradientLimit(Math.Min(5, _fixed), _fixed) : null;
        _mostWaiting = config.Queue;
        _age = config.QueueAge;
    }

    public int Running => Volatile.Read(ref _running);

    public int Waiting => Volatile.Read(ref _waiting);

    public int Limit => _adaptive?.Value ?? _fixed;

    /// <summary>Enters, at once or after a wait. Whoever is admitted must <see cref="Exit"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller went while it waited.</exception>
    public ValueTask<Admission> EnterAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (Waiting == 0)
        {
            if (Interlocked.Increment(ref _running) <= Limit)
            {
                return ValueTask.FromResult(Admission.Admitted);
            }

            Interlocked.Decrement(ref _running);
        }

        return WaitAsync(KeyOf(http), cancellationToken);
    }

    /// <summary>Leaves, and lets the next in.</summary>
    /// <param name="milliseconds">The time to the first content; 0 where there was none, which tells the limit nothing.</param>
    public void Exit(double milliseconds)
    {
        if (milliseconds > 0)
        {
            _adaptive?.Sampled(milliseconds, Running);
        }

        Interlocked.Decrement(ref _running);
        if (Waiting > 0)
        {
            lock (_lock)
            {
                HandOver(isExit: true);
            }
        }
    }

    private async ValueTask<Admission> WaitAsync(int key, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (Expected() > _age || (Waiting >= _mostWaiting && !MakeRoom(key)))
            {
                return IsOverShare(key) ? Admission.OverShare : Admission.Overloaded;
            }

            waiter = Join(key);

            // Someone may have left between the look at the door and now.
            HandOver(isExit: false);
        }

        try
        {
            return await waiter.Admitted.Task.WaitAsync(_age, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (waiter.Admitted.Task.IsCompletedSuccessfully)
                {
                    // Let in at the very moment it gave up: an admission that is not wanted goes to the next.
                    if (error is OperationCanceledException && waiter.Admitted.Task.GetAwaiter().GetResult() == Admission.Admitted)
                    {
                        Interlocked.Decrement(ref _running);
                        HandOver(isExit: true);
                    }

                    if (error is TimeoutException)
                    {
                        return waiter.Admitted.Task.GetAwaiter().GetResult();
                    }
                }
                else
                {
                    Leave(waiter);
                }
            }

            if (error is OperationCanceledException)
            {
                throw;
            }

            return Admission.Overloaded;
        }
    }

    // How long the last in line would wait, by how fast places have lately become free.
    private TimeSpan Expected() => TimeSpan.FromMilliseconds(Waiting * _handOverMs);

    private Waiter Join(int key)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            _lines[key] = line = [];
            _turns.Enqueue(key);
        }

        var waiter = new Waiter();
        line.AddLast(waiter.Place);
        Volatile.Write(ref _waiting, _waiting + 1);
        return waiter;
    }

    private void Leave(Waiter waiter)
    {
        waiter.Place.List?.Remove(waiter.Place);
        Volatile.Write(ref _waiting, _waiting - 1);
    }

    private void HandOver(bool isExit)
    {
        if (isExit)
        {
            var now = _time.GetTimestamp();
            var gap = _lastHandOver == 0 ? 0 : _time.GetElapsedTime(_lastHandOver, now).TotalMilliseconds;

            // A pause without anybody waiting is no measure of how fast places become free.
            _handOverMs += gap < 1000 ? 0.1 * (gap - _handOverMs) : 0;
            _lastHandOver = now;
        }

        while (_running < Limit && TryNext(out var waiter))
        {
            Interlocked.Increment(ref _running);
            waiter.Admitted.TrySetResult(Admission.Admitted);
        }

        if (_waiting == 0)
        {
            _lastHandOver = 0;
        }
    }

    private bool TryNext([NotNullWhen(true)] out Waiter? waiter)
    {
        while (_turns.TryDequeue(out var key))
        {
            var line = _lines[key];
            if (line.First is not { } first)
            {
                _lines.Remove(key);
                continue;
            }

            _turns.Enqueue(key);
            waiter = first.Value;
            Leave(waiter);
            return true;
        }

        waiter = null;
        return false;
    }

    private bool MakeRoom(int key)
    {
        var own = _lines.TryGetValue(key, out var line) ? line.Count : 0;
        var longest = _lines.Values.MaxBy(other => other.Count);
        if (longest is null || longest.Count <= own + 1)
        {
            return false;
        }

        var newest = longest.Last!.Value;
        Leave(newest);
        newest.Admitted.TrySetResult(Admission.OverShare);
        return true;
    }

    private bool IsOverShare(int key)
    {
        var callers = _lines.Values.Count(line => line.Count > 0);
        return callers > 1 && _lines.TryGetValue(key, out var own) && own.Count * callers > Waiting;
    }

    private static int KeyOf(HttpContext http) => http.Request.Headers.Authorization is [{ } authorization, ..]
        ? authorization.GetHashCode(StringComparison.Ordinal)
        : http.Connection.RemoteIpAddress?.GetHashCode() ?? 0;

    private sealed class Waiter
    {
        public Waiter() => Place = new LinkedListNode<Waiter>(this);

        public LinkedListNode<Waiter> Place { get; }

        public TaskCompletionSource<Admission> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
