namespace Loadline.Core.Plans;

/// <summary>How one upstream call ended.</summary>
/// <param name="Error">What went wrong; <see cref="RoutingError.None"/> for a complete answer.</param>
/// <param name="Status">The upstream's HTTP status; 0 where there was none.</param>
/// <param name="OutputCommitted">Whether a byte of the answer has reached the caller: then nothing else may be tried.</param>
public readonly record struct AttemptResult(RoutingError Error, int Status, bool OutputCommitted)
{
    /// <summary>Gets what the upstream said about trying again.</summary>
    public RetryAdvice Advice { get; init; }

    /// <summary>Gets a value indicating whether a passed deadline is to be held against the upstream: it had been given a fair time.</summary>
    public bool IsUpstreamLate { get; init; }

    /// <summary>Gets a value indicating whether a complete answer came.</summary>
    public bool Succeeded => Error == RoutingError.None;

    /// <summary>Gets a value indicating whether somebody else may be tried: nothing was passed on yet, and the error is not the caller's.</summary>
    public bool MayFailOver => !OutputCommitted && RoutingErrors.MayFailOver(Error);

    /// <summary>Gets a value indicating whether the very deployment that failed may be asked once more.</summary>
    public bool MayRepeat => !OutputCommitted && RoutingErrors.MayRepeat(Error) && Advice.ShouldRetry != false;
}
