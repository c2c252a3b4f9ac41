using System.Globalization;

namespace Loadline.Core.Hedging;

/// <summary>When a second attempt is sent beside one that is slow to answer.</summary>
/// <remarks>After Dean and Barroso, The Tail at Scale (2013): a hedge after the 95th percentile bounds the extra load to about 5 %.</remarks>
public sealed record HedgeConfig
{
    /// <summary>Gets the quantile of the deployment's measured times after which the second attempt is sent. In [0.5, 0.999]; default: 0.94.</summary>
    public double Quantile { get; init; } = 0.94;

    /// <summary>Gets the shortest wait before the second attempt. Default: 50 ms.</summary>
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets the longest wait before the second attempt, whatever was measured. Default: 30 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the most second attempts, as a share of the route's requests. In (0, 1]; default: 7 %.</summary>
    public double MaxShare { get; init; } = 0.07;

    /// <summary>Gets who the second attempt may go to. Default: <see cref="HedgeTo.Deployments"/>.</summary>
    public HedgeTo To { get; init; }

    /// <summary>Gets how many times must have been measured before the quantile means anything: two beyond it are expected.</summary>
    public int MinSamples => (int)Math.Ceiling(2 / (1 - Quantile));

    /// <summary>Says what it does, for a person who asked.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"after the {Quantile * 100:0.#}th percentile of measured times (at least {MinDelay.TotalMilliseconds:0} ms, at most {MaxDelay.TotalMilliseconds:0} ms), to another {(To == HedgeTo.Deployments ? "deployment" : "deployment or a candidate no worse")}, for at most {MaxShare:0.#%} of requests");
}
