using Loadline.Core.Health;
using Loadline.Core.Hedging;
using Loadline.Core.Plans;

namespace Loadline.Core.Runtime;

/// <summary>Live counters of a deployment; kept over config reloads while its provider and name stay.</summary>
/// <param name="hasBreaker">Whether failures bench it.</param>
public sealed class DeploymentState(bool hasBreaker = true)
{
    // Weight of the newest sample; about the last ten calls count.
    private const double Alpha = 0.2;

    // The time after which a peak has lost two thirds of its weight.
    private static readonly double PeakDecayTicks = TimeSpan.FromSeconds(10).Ticks;

    private long _successes;
    private long _failures;
    private double _timeToFirstTokenMs = double.NaN;
    private double _totalMs = double.NaN;
    private double _peakMs;
    private long _peakAt;

    /// <summary>Gets the calls under way.</summary>
    public long InFlight => Budget.Active;

    /// <summary>Gets the calls that were answered, since the start.</summary>
    public long Successes => Volatile.Read(ref _successes);

    /// <summary>Gets the calls that failed by the deployment's own fault, since the start.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Gets the exponentially weighted mean time to the first token in milliseconds; not a number before the first success.</summary>
    public double TimeToFirstTokenMs => Volatile.Read(ref _timeToFirstTokenMs);

    /// <summary>Gets the exponentially weighted mean duration of a call in milliseconds; not a number before the first success.</summary>
    public double TotalMs => Volatile.Read(ref _totalMs);

    /// <summary>Gets the circuit breaker of this deployment alone.</summary>
    public HealthGate Gate { get; } = new(hasBreaker ? HealthOptions.Default : HealthOptions.Off);

    /// <summary>Gets the bound of extra attempts that run here at once.</summary>
    public RetryBudget Budget { get; } = new(RetryOptions.Default);

    /// <summary>Gets what keeps extra attempts away while most calls here fail.</summary>
    public RetryTokens Tokens { get; } = new();

    /// <summary>Gets the spread of the times to a stream's first content; for hedging.</summary>
    public LatencyQuantiles FirstContentTimes { get; } = new();

    /// <summary>Gets the spread of the times to a whole answer that was not streamed; for hedging.</summary>
    public LatencyQuantiles WholeTimes { get; } = new();

    /// <summary>Gets the conversations that its prompt cache probably holds.</summary>
    public WarmPrompts Warm { get; } = new();

    /// <summary>Gets the time to the first token as balancing sees it, in milliseconds: up at once, down by degrees (peak EWMA); 0 before the first.</summary>
    public double PeakMs(TimeSpan now)
    {
        var age = now.Ticks - Volatile.Read(ref _peakAt);
        return Volatile.Read(ref _peakMs) * Math.Exp(-Math.Max(0, age) / PeakDecayTicks);
    }

    /// <summary>Counts a call that begins; each needs one <see cref="Ended"/>.</summary>
    public void Started() => Budget.Started();

    /// <summary>Counts a call that has ended, however it did.</summary>
    public void Ended() => Budget.Ended();

    /// <summary>Counts a failure.</summary>
    public void Failed() => Interlocked.Increment(ref _failures);

    /// <summary>Records a finished call. Concurrent updates may lose a sample, which a mean can bear.</summary>
    public void Succeeded(double timeToFirstTokenMs, double totalMs)
    {
        Interlocked.Increment(ref _successes);
        Mix(ref _timeToFirstTokenMs, timeToFirstTokenMs);
        Mix(ref _totalMs, totalMs);
    }

    /// <summary>Records a time to the first token for balancing.</summary>
    public void Sampled(double timeToFirstTokenMs, TimeSpan now)
    {
        var weight = Math.Exp(-Math.Max(0, now.Ticks - Volatile.Read(ref _peakAt)) / PeakDecayTicks);
        var mean = (Volatile.Read(ref _peakMs) * weight) + (timeToFirstTokenMs * (1 - weight));
        Volatile.Write(ref _peakMs, Math.Max(timeToFirstTokenMs, mean));
        Volatile.Write(ref _peakAt, now.Ticks);
    }

    private static void Mix(ref double mean, double sample)
    {
        var old = Volatile.Read(ref mean);
        Volatile.Write(ref mean, double.IsNaN(old) ? sample : old + (Alpha * (sample - old)));
    }
}
