namespace Loadline.Testing;

/// <summary>A timer of <see cref="FakeTimeProvider"/>.</summary>
internal sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    // As the real timer does: what the creator's async-locals held is what the callback sees.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private volatile bool _disposed;

    /// <summary>Gets or sets when it fires, on the clock's elapsed ticks; guarded by the clock's lock.</summary>
    public long DueTicks { get; set; }

    /// <summary>Gets or sets the order of arming, which settles equal due times; guarded by the clock's lock.</summary>
    public long Sequence { get; set; }

    public TimeSpan? Period { get; private set; }

    public bool IsDisposed => _disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        Period = period > TimeSpan.Zero ? period : null;
        clock.Arm(this, dueTime);
        return true;
    }

    public void Fire()
    {
        if (_disposed)
        {
            return;
        }

        if (_context is null)
        {
            callback(state);
            return;
        }

        ExecutionContext.Run(_context, static s => ((FakeTimer)s!).Invoke(), this);
    }

    /// <summary>Fires outside an advance (due time zero) and arms the period, where there is one.</summary>
    public void FireNow()
    {
        if (!_disposed && Period is { } period)
        {
            clock.Rearm(this, period);
        }

        Fire();
    }

    public void Dispose()
    {
        _disposed = true;
        clock.Disarm(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Invoke() => callback(state);
}
