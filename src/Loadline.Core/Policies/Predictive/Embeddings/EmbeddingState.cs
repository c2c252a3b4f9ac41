namespace Loadline.Core.Policies;

/// <summary>What one policy's embedding endpoint has said, cost and failed so far: vectors by message.</summary>
public sealed class EmbeddingState : AskedMemory<float[]>
{
    // An endpoint that is down would cost every request its whole time budget.
    private const int MostFailures = 5;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private int _failures;
    private TimeSpan _restsUntil;

    /// <summary>Whether the endpoint may be asked: not for ten seconds after five failures in a row, then once again.</summary>
    public bool MayAsk(TimeSpan now)
    {
        lock (Gate)
        {
            return _failures < MostFailures || now >= _restsUntil;
        }
    }

    /// <summary>Takes notice of how a call ended.</summary>
    public void Ended(bool succeeded, TimeSpan now)
    {
        lock (Gate)
        {
            _failures = succeeded ? 0 : _failures + 1;
            _restsUntil = _failures >= MostFailures ? now + Rest : default;
        }
    }
}
