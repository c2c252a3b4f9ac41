namespace Loadline.Core.Limits;

/// <summary>A concurrency limit that follows latency: it falls when replies get slower than an idle server's, and rises when they do not.</summary>
/// <remarks>
/// Gradient = clamp(tolerance × unloaded / now, 0.5, 1), limit = limit × gradient + headroom, smoothed: Gradient2 of Netflix's
/// concurrency-limits, but the unloaded latency is measured as Envoy's adaptive concurrency does, by lowering the limit to its least from
/// time to time: a long mean would creep up with the very overload it is to show. Safe for any number of threads; a sample that meets
/// another is dropped, never waited for.
/// </remarks>
public sealed class GradientLimit(int least, int most)
{
    private const double Tolerance = 1.5;
    private const double Headroom = 4;
    private const double Smoothing = 0.2;

    // Samples of an unloaded server, and how many others come between two such measurements.
    private const int ProbeSamples = 25;
    private const int BetweenProbes = 2000;

    private double _limit = least;
    private double _resume = Math.Min(most, Math.Max(least, 20));
    private double _unloadedMs;
    private double _probeSum;
    private int _probing = ProbeSamples;
    private int _sinceProbe;
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

        if (_probing > 0)
        {
            Probe(milliseconds, running);
        }
        else if (running >= _limit / 2)
        {
            Follow(milliseconds);
        }

        Volatile.Write(ref _busy, 0);
    }

    // What was admitted before the limit was lowered still loads the server.
    private void Probe(double milliseconds, int running)
    {
        if (running > least)
        {
            return;
        }

        _probeSum += milliseconds;
        if (--_probing == 0)
        {
            _unloadedMs = _probeSum / ProbeSamples;
            Volatile.Write(ref _limit, _resume);
        }
    }

    private void Follow(double milliseconds)
    {
        if (++_sinceProbe >= BetweenProbes)
        {
            (_sinceProbe, _probing, _probeSum, _resume) = (0, ProbeSamples, 0, _limit);
            Volatile.Write(ref _limit, least);
            return;
        }

        var gradient = Math.Clamp(Tolerance * _unloadedMs / milliseconds, 0.5, 1);
        var next = (_limit * gradient) + Headroom;
        Volatile.Write(ref _limit, Math.Clamp((_limit * (1 - Smoothing)) + (next * Smoothing), least, most));
    }
}
