namespace Loadline.Core.Plans;

/// <summary>One attempt's cancellation: by the caller's leaving, by the timer in force, by the request's deadline.</summary>
/// <remarks>
/// Pooled with its attempt; a source that has fired is replaced, one that has not is used again, so that most attempts allocate nothing here.
/// <see cref="Fire"/> may be called from any thread, the rest by whoever runs the attempt.
/// </remarks>
/// <param name="time">The clock that limits are counted on.</param>
public sealed class AttemptTimer(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;
    private long _deadline;
    private bool _isForDeadline;

    /// <summary>Gets what the attempt's calls are cancelled by; another one after each <see cref="End"/> of an attempt whose timer fired.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Sets the deadline that no timer of this request outlives.</summary>
    /// <param name="total">From now.</param>
    public void SetDeadline(TimeSpan total) => _deadline = time.GetTimestamp() + (long)(total.TotalSeconds * time.TimestampFrequency);

    /// <summary>Sets the deadline as a time on <see cref="MonotonicClock"/>.</summary>
    public void SetDeadlineAt(TimeSpan deadline) => SetDeadline(deadline - MonotonicClock.Now(time));

    /// <summary>Gets a value indicating whether it was the deadline that fired, or would be next to.</summary>
    /// <remarks>Kept as armed, not asked of the clock: timers count whole milliseconds and fire up to one of them early.</remarks>
    public bool IsForDeadline => _isForDeadline;

    /// <summary>Starts an attempt, which also the caller's leaving ends.</summary>
    public void Begin(CancellationToken caller) =>
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);

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

    /// <summary>Ends the attempt: the next one starts with a timer that has not fired.</summary>
    public void End()
    {
        _caller.Dispose();
        _caller = default;
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
