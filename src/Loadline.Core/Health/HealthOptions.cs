namespace Loadline.Core.Health;

/// <summary>When something is benched, for how long, and how it comes back.</summary>
/// <remarks>Five failures in a row, growth and cap are Envoy's outlier detection; half-open probes are the circuit breaker's.</remarks>
public sealed record HealthOptions
{
    /// <summary>Gets the options of deployments and addresses.</summary>
    public static HealthOptions Default { get; } = new();

    /// <summary>Gets the options of credentials: the first refusal tells, and a key does not mend itself in seconds.</summary>
    public static HealthOptions Credential { get; } = new() { ConsecutiveFailures = 1, FirstBench = TimeSpan.FromSeconds(30), MinCalls = int.MaxValue };

    /// <summary>Gets options under which nothing is ever benched.</summary>
    public static HealthOptions Off { get; } = new() { IsOn = false };

    /// <summary>Gets a value indicating whether anything is benched at all.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Gets the failures in a row that bench. Default: 5.</summary>
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>Gets the share of failed calls that benches. Default: 50 %.</summary>
    public double FailureRate { get; init; } = 0.5;

    /// <summary>Gets the calls below which no share is computed. Default: 20.</summary>
    public int MinCalls { get; init; } = 20;

    /// <summary>Gets half the time that calls are remembered for the share. Default: 10 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the first bench's length. Default: 5 s, doubled with each bench that follows soon, plus up to a fifth of jitter.</summary>
    public TimeSpan FirstBench { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the longest bench before jitter. Default: 5 min.</summary>
    public TimeSpan LongestBench { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how many calls may probe at once when a bench has passed. Default: 2.</summary>
    public int Probes { get; init; } = 2;

    /// <summary>Gets the time over which traffic returns to its full share. Default: 10 s.</summary>
    public TimeSpan Ramp { get; init; } = TimeSpan.FromSeconds(10);
}
