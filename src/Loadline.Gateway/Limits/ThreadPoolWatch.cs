namespace Loadline.Gateway.Limits;

/// <summary>Knows how long work has lately waited for a thread: the sign that something blocks the threads that serve requests.</summary>
/// <param name="time">The clock.</param>
/// <param name="queue">Hands work to the pool; the process's own unless given.</param>
internal sealed class ThreadPoolWatch(TimeProvider time, Action<Action>? queue = null)
{
    /// <summary>How long work may wait before that is called starving.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    // Told of for a while, so that who asks once a minute learns of it.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly Action<Action> _queue = queue ?? (static work => ThreadPool.UnsafeQueueUserWorkItem(static w => w(), work, preferLocal: false));
    private long _queuedAt;
    private long _lastTicks;
    private long _starvedAt;

    /// <summary>Gets how long the last work waited, or waits.</summary>
    public TimeSpan Delay
    {
        get
        {
            var queued = Volatile.Read(ref _queuedAt);
            var last = new TimeSpan(Volatile.Read(ref _lastTicks));
            var now = queued == 0 ? TimeSpan.Zero : time.GetElapsedTime(queued);
            return now > last ? now : last;
        }
    }

    /// <summary>Gets a value indicating whether work waited too long within the last minute, or does now.</summary>
    public bool IsStarved => Delay > Most || (Volatile.Read(ref _starvedAt) is var at and not 0 && time.GetElapsedTime(at) < Memory);

    /// <summary>Queues one piece of work, unless the one before still waits.</summary>
    public void Probe()
    {
        if (Interlocked.CompareExchange(ref _queuedAt, time.GetTimestamp(), 0) == 0)
        {
            _queue(Ran);
        }
    }

    private void Ran()
    {
        var waited = time.GetElapsedTime(Volatile.Read(ref _queuedAt));
        Volatile.Write(ref _lastTicks, waited.Ticks);
        if (waited > Most)
        {
            Volatile.Write(ref _starvedAt, time.GetTimestamp());
        }

        Volatile.Write(ref _queuedAt, 0);
    }
}
