using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>What a candidate's expected cost shrinks to where its deployments hold the conversation's beginning in their prompt caches.</summary>
internal static class WarmDiscount
{
    /// <summary>The shortest prompt that is counted as cached, in tokens: providers cache none below about this.</summary>
    public const int LeastTokens = 1024;

    /// <summary>The estimate with cached input over the estimate without, in (0,1]; the mean over deployments by weight, as balancing picks among them.</summary>
    public static double Of(RoutingContext context, CandidateSnapshot candidate, ulong key, TimeSpan lasts)
    {
        var (input, output) = (context.EstimatedInputTokens, context.EstimatedOutputTokens);
        var cold = candidate.Price?.Estimate(input, output) ?? 0;
        if (candidate.Price is not { CachedInput: not null } price || cold <= 0)
        {
            return 1;
        }

        double cost = 0, weights = 0;
        foreach (var deployment in candidate.Deployments)
        {
            var warm = Math.Min(input, deployment.State.Warm.Tokens(key, context.Now, lasts));
            var estimate = warm >= LeastTokens ? price.Estimate(input, warm, output) : cold;
            cost += deployment.Weight * estimate;
            weights += deployment.Weight;
        }

        return weights > 0 ? cost / (weights * cold) : 1;
    }
}
