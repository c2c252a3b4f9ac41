namespace Loadline.Core.Runtime;

/// <summary>Live counters of a deployment; kept over config reloads while its provider and name stay.</summary>
public sealed class DeploymentState
{
    // Weight of the newest sample; about the last ten calls count.
    private const double Alpha = 0.2;

    private long _inFlight;
    private long _successes;
    private long _failures;
    private double _timeToFirstTokenMs = double.NaN;
    private double _totalMs = double.NaN;

    public long InFlight => Volatile.Read(ref _inFlight);

    public long Successes => Volatile.Read(ref _successes);

    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Gets the exponentially weighted mean time to the first token in milliseconds; not a number before the first success.</summary>
    public double TimeToFirstTokenMs => Volatile.Read(ref _timeToFirstTokenMs);

    /// <summary>Gets the exponentially weighted mean duration of a call in milliseconds; not a number before the first success.</summary>
    public double TotalMs => Volatile.Read(ref _totalMs);

    public void Started() => Interlocked.Increment(ref _inFlight);

    public void Ended() => Interlocked.Decrement(ref _inFlight);

    public void Failed() => Interlocked.Increment(ref _failures);

    /// <summary>Records a finished call. Concurrent updates may lose a sample, which a mean can bear.</summary>
    public void Succeeded(double timeToFirstTokenMs, double totalMs)
    {
        Interlocked.Increment(ref _successes);
        Mix(ref _timeToFirstTokenMs, timeToFirstTokenMs);
        Mix(ref _totalMs, totalMs);
    }

    private static void Mix(ref double mean, double sample)
    {
        var old = Volatile.Read(ref mean);
        Volatile.Write(ref mean, double.IsNaN(old) ? sample : old + (Alpha * (sample - old)));
    }
}
