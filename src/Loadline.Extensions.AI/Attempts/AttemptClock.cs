namespace Loadline.Extensions.AI.Attempts;

/// <summary>One call's cancellation: by the caller, by the timer in force, by the request's deadline. Pooled with its attempt.</summary>
internal sealed class AttemptClock(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;
    private long _deadline;

    public CancellationToken Token => _source.Token;

    /// <summary>Gets a value indicating whether the deadline is the next to fire, or has fired.</summary>
    public bool IsForDeadline { get; private set; }

    /// <param name="left">The time left to the request as a whole.</param>
    /// <param name="caller">The caller's token.</param>
    public void Begin(TimeSpan left, CancellationToken caller)
    {
        _deadline = time.GetTimestamp() + (long)(left.TotalSeconds * time.TimestampFrequency);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Starts the timer anew; the deadline wins where it comes first.</summary>
    public void Arm(TimeSpan limit)
    {
        var left = time.GetElapsedTime(time.GetTimestamp(), _deadline);
        IsForDeadline = limit == Timeout.InfiniteTimeSpan || left < limit;
        var wait = IsForDeadline ? left : limit;
        _source.CancelAfter(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>Fires now, from any thread.</summary>
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
        _caller = default;
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
