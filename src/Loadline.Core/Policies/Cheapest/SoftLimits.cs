using Loadline.Core.Routing;
using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Limits that a candidate had better keep: those that do go first, those that do not are still there.</summary>
/// <param name="FirstToken">The mean time to the first token lately; <see langword="null"/>: any.</param>
/// <param name="Total">The mean time of a whole answer lately; <see langword="null"/>: any.</param>
/// <param name="InFlight">Calls under way; <see langword="null"/>: any.</param>
public sealed record SoftLimits(TimeSpan? FirstToken, TimeSpan? Total, long? InFlight)
{
    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(10);

    /// <summary>Tells whether a candidate keeps all of them; one that showed nothing in the last ten minutes is given the benefit of the doubt.</summary>
    public bool Keeps(RoutingContext context, CandidateSnapshot candidate)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(candidate);
        return !(candidate.InFlight >= InFlight)
            && !(Read(context, candidate, LatencyMeasure.FirstToken) > FirstToken?.TotalMilliseconds)
            && !(Read(context, candidate, LatencyMeasure.Total) > Total?.TotalMilliseconds);
    }

    /// <summary>Writes them as the config does.</summary>
    public string Describe()
    {
        var parts = new List<string>();
        if (FirstToken is { } first)
        {
            parts.Add("ttft: " + NumberText.Format(first.TotalSeconds) + "s");
        }

        if (Total is { } total)
        {
            parts.Add("total: " + NumberText.Format(total.TotalSeconds) + "s");
        }

        if (InFlight is { } calls)
        {
            parts.Add("in_flight: " + NumberText.Format(calls));
        }

        return "{ " + string.Join(", ", parts) + " }";
    }

    private static double Read(RoutingContext context, CandidateSnapshot candidate, LatencyMeasure measure) =>
        candidate.State.Read(measure, LatencyStatistic.Mean, context.EstimatedInputTokens, context.Now - Forget);
}
