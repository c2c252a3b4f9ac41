namespace Loadline.Core.Plans;

/// <summary>How one upstream call ended.</summary>
/// <param name="Error">What went wrong; <see cref="RoutingError.None"/> for a complete answer.</param>
/// <param name="Status">The upstream's HTTP status; 0 where there was none.</param>
/// <param name="OutputCommitted">Whether a byte of the answer has reached the caller: then nothing else may be tried.</param>
public readonly record struct AttemptResult(RoutingError Error, int Status, bool OutputCommitted)
{
    public bool Succeeded => Error == RoutingError.None;

    public bool MayFailOver => !OutputCommitted && RoutingErrors.MayFailOver(Error);
}
