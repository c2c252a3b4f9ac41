namespace Loadline.Core.Configuration;

/// <summary>How a simulated provider plays a model.</summary>
public sealed record SimulationConfig
{
    /// <summary>Gets the time to the first token. Default: 0.</summary>
    public TimeSpan TimeToFirstToken { get; init; }

    /// <summary>Gets the generation speed; 0, the default: at once.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Gets the share of calls answered with status 503, in [0,1]. Default: 0.</summary>
    public double FailureRate { get; init; }

    /// <summary>Gets how many times faster than life it plays, recorded times included; above 0. Default: 1.</summary>
    public double Speed { get; init; } = 1;
}
