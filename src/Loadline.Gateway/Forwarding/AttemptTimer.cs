using Loadline.Core.Plans;

namespace Loadline.Gateway.Forwarding;

/// <summary>One attempt's cancellation: by the caller's leaving, by the timer in force, by the request's deadline.</summary>
/// <remarks>Pooled with its exchange; a source that has fired is replaced, one that has not is used again.</remarks>
internal sealed class AttemptTimer(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;
    private long _deadline;
    private bool _isForDeadline;

    public CancellationToken Token => _source.Token;

    /// <summary>Sets the deadline that no timer of this request outlives.</summary>
    public void SetDeadline(TimeSpan total) => _deadline = time.GetTimestamp() + (long)(total.TotalSeconds * time.TimestampFrequency);

    /// <summary>Sets the deadline as a time on <see cref="MonotonicClock"/>.</summary>
    public void SetDeadlineAt(TimeSpan deadline) => SetDeadline(deadline - MonotonicClock.Now(time));

    /// <summary>Gets a value indicating whether it was the deadline that fired, or would be next to.</summary>
    /// <remarks>Kept as armed, not asked of the clock: timers count whole milliseconds and fire up to one of them early.</remarks>
    public bool IsForDeadline => _isForDeadline;

    public void Begin(CancellationToken caller)
    {
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Starts or restarts the timer; the deadline wins where it comes first, and alone counts where the limit is infinite.</summary>
    public void Arm(TimeSpan limit)
    {
        var left = time.GetElapsedTime(time.GetTimestamp(), _deadline);
        _isForDeadline = limit == Timeout.InfiniteTimeSpan || left < limit;
        var wait = _isForDeadline ? left : limit;
        _source.CancelAfter(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>Fires now, from any thread; where no attempt is under way, nothing happens but that the next one ends at once.</summary>
    public void Fire()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Between two requests.
        }
    }

    public void End()
    {
        _caller.Dispose();
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
