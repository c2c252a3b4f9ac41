using Loadline.Core.Routing;
using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Which latency a policy looks at, and for how long it believes it.</summary>
/// <param name="Measure">Which time of a call. Default: to the first token.</param>
/// <param name="Statistic">Which figure of it. Default: the mean.</param>
/// <param name="Forget">How long a candidate's last sample counts. Default: 10 minutes.</param>
public readonly record struct LatencyView(LatencyMeasure Measure, LatencyStatistic Statistic, TimeSpan Forget)
{
    internal static readonly (string Word, LatencyMeasure Value)[] Measures = [("first_token", LatencyMeasure.FirstToken), ("total", LatencyMeasure.Total)];

    internal static readonly (string Word, LatencyStatistic Value)[] Statistics =
        [("mean", LatencyStatistic.Mean), ("p50", LatencyStatistic.Median), ("p90", LatencyStatistic.P90), ("p99", LatencyStatistic.P99)];

    /// <summary>Gets the mean time to the first token, believed for ten minutes.</summary>
    public static LatencyView Default { get; } = new(LatencyMeasure.FirstToken, LatencyStatistic.Mean, TimeSpan.FromMinutes(10));

    /// <summary>Reads what a candidate showed lately with requests of this size, in milliseconds; not a number where it showed nothing.</summary>
    public double Read(RoutingContext context, CandidateSnapshot candidate) =>
        candidate.State.Read(Measure, Statistic, context.EstimatedInputTokens, context.Now - Forget);

    /// <summary>Writes it as the config does, without braces.</summary>
    public string Describe() =>
        "measure: " + Word(Measures, Measure) + ", statistic: " + Word(Statistics, Statistic) + ", forget: " + NumberText.Format(Forget.TotalSeconds) + "s";

    private static string Word<T>((string Word, T Value)[] words, T value) =>
        Array.Find(words, pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Word;
}
