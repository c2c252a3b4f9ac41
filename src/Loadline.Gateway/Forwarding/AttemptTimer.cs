namespace Loadline.Gateway.Forwarding;

/// <summary>One attempt's cancellation: by the caller's leaving, by the timer in force, by the request's deadline.</summary>
/// <remarks>Pooled with its exchange; a source that has fired is replaced, one that has not is used again.</remarks>
internal sealed class AttemptTimer(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;
    private long _deadline;

    public CancellationToken Token => _source.Token;

    /// <summary>Sets the deadline that no timer of this request outlives.</summary>
    public void SetDeadline(TimeSpan total) => _deadline = time.GetTimestamp() + (long)(total.TotalSeconds * time.TimestampFrequency);

    public bool DeadlinePassed => time.GetTimestamp() >= _deadline;

    public void Begin(CancellationToken caller)
    {
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Starts or restarts the timer; the deadline wins where it comes first, and alone counts where the limit is infinite.</summary>
    public void Arm(TimeSpan limit)
    {
        var left = time.GetElapsedTime(time.GetTimestamp(), _deadline);
        var wait = limit == Timeout.InfiniteTimeSpan || left < limit ? left : limit;
        _source.CancelAfter(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
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
