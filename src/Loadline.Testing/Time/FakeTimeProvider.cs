namespace Loadline.Testing;

/// <summary>A clock that moves only when told to; its timers fire in order of their due time, on the thread that advances it.</summary>
/// <remarks>
/// Safe for any number of threads. Its timestamp runs seven times as fast as <see cref="TimeSpan"/> ticks and does not start at
/// zero, so that code which takes timestamps for ticks, milliseconds or <see cref="System.Diagnostics.Stopwatch"/> units fails a test.
/// </remarks>
public sealed class FakeTimeProvider : TimeProvider
{
    private const long TimestampsPerTick = 7;
    private const long FirstTimestamp = 1_234_567_891;

    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _armed = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private readonly DateTimeOffset _start;
    private long _elapsedTicks;
    private long _jumpedTicks;
    private long _sequence;

    /// <param name="start">The time at the beginning; 2026-01-01 00:00 UTC unless given.</param>
    public FakeTimeProvider(DateTimeOffset? start = null)
        => _start = (start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond * TimestampsPerTick;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Gets how far the clock was advanced since it was made.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref _elapsedTicks));

    /// <summary>Gets the number of timers that wait to fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => _start + Elapsed + new TimeSpan(Interlocked.Read(ref _jumpedTicks));

    /// <summary>Sets the wall clock forward or back, as an operator does; timestamps and timers know nothing of it.</summary>
    public void JumpWallClock(TimeSpan by) => Interlocked.Add(ref _jumpedTicks, by.Ticks);

    public override long GetTimestamp() => FirstTimestamp + (Interlocked.Read(ref _elapsedTicks) * TimestampsPerTick);

    /// <summary>Makes a timer on this clock. Due "now" fires on the thread pool, as a real one does, without the clock moving.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward, stopping at every due timer on the way to fire it.</summary>
    /// <param name="by">Zero or more.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Interlocked.Read(ref _elapsedTicks) + by.Ticks;
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Moves the clock exactly to the next due timer and fires what is due then.</summary>
    /// <returns>How far the clock moved; null when no timer waits.</returns>
    public TimeSpan? AdvanceToNext()
    {
        TimeSpan by;
        lock (_gate)
        {
            if (_armed.Count == 0)
            {
                return null;
            }

            by = new TimeSpan(Math.Max(0, Earliest().DueTicks - _elapsedTicks));
        }

        Advance(by);
        return by;
    }

    /// <summary>Completes once at least this many timers wait: how a test knows that the code under test has begun its wait.</summary>
    public Task WhenArmedAsync(int timers = 1)
    {
        lock (_gate)
        {
            if (_armed.Count >= timers)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((timers, reached));
            return reached.Task;
        }
    }

    internal void Arm(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            if (dueTime <= TimeSpan.Zero)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static t => t.FireNow(), timer, preferLocal: false);
                return;
            }

            Add(timer, _elapsedTicks + dueTime.Ticks);
        }
    }

    internal void Disarm(FakeTimer timer)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
        }
    }

    internal void Rearm(FakeTimer timer, TimeSpan period)
    {
        lock (_gate)
        {
            Add(timer, _elapsedTicks + period.Ticks);
        }
    }

    private void Add(FakeTimer timer, long dueTicks)
    {
        // Disposed just now: Disarm has run, or waits for this lock with nothing left to do.
        if (timer.IsDisposed)
        {
            return;
        }

        timer.DueTicks = dueTicks;
        timer.Sequence = _sequence++;
        _armed.Add(timer);
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_armed.Count >= _waiters[i].Count)
            {
                _waiters[i].Reached.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    private FakeTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            var timer = _armed.Count == 0 ? null : Earliest();
            var due = timer is null || timer.DueTicks > target ? target : timer.DueTicks;
            // Two threads may advance at once: the clock never goes back.
            Interlocked.Exchange(ref _elapsedTicks, Math.Max(_elapsedTicks, due));
            if (timer is null || timer.DueTicks > target)
            {
                return null;
            }

            _armed.Remove(timer);
            if (timer.Period is { } period)
            {
                Add(timer, timer.DueTicks + period.Ticks);
            }

            return timer;
        }
    }

    private FakeTimer Earliest()
    {
        var earliest = _armed[0];
        foreach (var timer in _armed)
        {
            if ((timer.DueTicks, timer.Sequence).CompareTo((earliest.DueTicks, earliest.Sequence)) < 0)
            {
                earliest = timer;
            }
        }

        return earliest;
    }
}
