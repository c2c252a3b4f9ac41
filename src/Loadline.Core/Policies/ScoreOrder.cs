using Loadline.Core.Routing;

namespace Loadline.Core.Policies;

/// <summary>Appends the pool's candidates by rising scores. A pool has at most 64 candidates.</summary>
internal static class ScoreOrder
{
    public const int Most = Configuration.Reading.RouteDraft.MostCandidates;

    /// <summary>Appends every eligible candidate whose score is a number, lowest first; of equals the first of the pool.</summary>
    public static void Append(RoutingContext context, ReadOnlySpan<double> scores)
    {
        while (Least(context, scores) is var next and >= 0)
        {
            context.Append(next);
        }
    }

    private static int Least(RoutingContext context, ReadOnlySpan<double> scores)
    {
        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (context.Pool[i].IsEligible && !double.IsNaN(scores[i]) && (best < 0 || scores[i] < scores[best]) && !context.Order.Contains(i))
            {
                best = i;
            }
        }

        return best;
    }
}
