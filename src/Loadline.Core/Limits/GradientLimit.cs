namespace Loadline.Core.Limits;

/// <summary>A concurrency limit that follows latency: it falls when replies get slower than they usually are, and rises when they do not.</summary>
/// <remarks>
/// Gradient2 of Netflix's concurrency-limits: gradient = clamp(tolerance × long / short, 0.5, 1), limit = limit × gradient + headroom,
/// smoothed. Safe for any number of threads; a sample that meets another is dropped, never waited for.
/// </remarks>
public sealed class GradientLimit(int least, int most)
{
    private const double Tolerance = 1.5;
    private const double Headroom = 4;
    private const double Smoothing = 0.2;

    // Weight of a sample in the long mean: about the last 600 count.
    private const double LongWeight = 2.0 / 601;

    private double _limit = Math.Min(most, Math.Max(least, 20));
    private double _longMs;
    private int _busy;

    /// <summary>Gets the limit now, a whole number from the least to the most allowed.</summary>
    public int Value => (int)Volatile.Read(ref _limit);

    /// <summary>Takes a sample.</summary>
    /// <param name="milliseconds">The time from admission to the reply's first content; above 0.</param>
    /// <param name="running">How many ran at that moment: a limit that nobody reaches says nothing.</param>
    public void Sampled(double milliseconds, int running)
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            return;
        }

        _longMs = _longMs == 0 ? milliseconds : _longMs + (LongWeight * (milliseconds - _longMs));

        // After an overload the long mean must not stay up for as long as it took to get there.
        _longMs = _longMs > 2 * milliseconds ? _longMs * 0.95 : _longMs;
        if (running >= _limit / 2)
        {
            var gradient = Math.Clamp(Tolerance * _longMs / milliseconds, 0.5, 1);
            var next = (_limit * gradient) + Headroom;
            Volatile.Write(ref _limit, Math.Clamp((_limit * (1 - Smoothing)) + (next * Smoothing), least, most));
        }

        Volatile.Write(ref _busy, 0);
    }
}
