using System.Runtime.CompilerServices;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Plans;

/// <summary>Carries a plan out: attempt after attempt until one answers, one is committed, or none is left.</summary>
/// <remarks>
/// Deployments of one candidate come first, drawn by weight; then the plan's next candidate. The plan's order already keeps weaker
/// candidates out (<see cref="Router"/>), so this only asks whether another attempt is allowed at all.
/// </remarks>
public static class PlanExecutor
{
    /// <summary>The most attempts that may have reached an upstream; refused connections cost nothing and are not counted.</summary>
    public const int MaxAttempts = 3;

    // Bits of one word mark the deployments already tried.
    private const int MostDeployments = 64;

    /// <summary>Runs the plan in <paramref name="context"/>.</summary>
    /// <returns>The last attempt's result and which position of the evaluations it was; -1 where nothing could be tried.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(AttemptResult Result, int Served)> RunAsync(
        RoutingContext context, ICandidateCall call, CancellationToken cancellationToken)
    {
        var last = new AttemptResult(RoutingError.NoEligibleCandidate, 0, false);
        var served = -1;
        var sent = 0;
        for (var step = 0; step < context.Plan.Length; step++)
        {
            served = context.Plan[step];
            var candidate = context.Candidates.All[served];
            var tried = 0UL;
            while (Draw(context, candidate, ref tried) is { } deployment)
            {
                var isLast = sent + 1 >= MaxAttempts || (step + 1 == context.Plan.Length && !AnyLeft(context, candidate, tried));
                last = await call.TryAsync(candidate, deployment, isLast, cancellationToken).ConfigureAwait(false);
                sent += last.Error == RoutingError.UpstreamConnect ? 0 : 1;
                if (!last.MayFailOver || sent >= MaxAttempts || cancellationToken.IsCancellationRequested)
                {
                    return (last, served);
                }
            }
        }

        return (last, served);
    }

    private static bool AnyLeft(RoutingContext context, CandidateSnapshot candidate, ulong tried) =>
        TotalWeight(context, candidate.Deployments, tried) > 0;

    private static DeploymentSnapshot? Draw(RoutingContext context, CandidateSnapshot candidate, ref ulong tried)
    {
        var deployments = candidate.Deployments;
        var total = TotalWeight(context, deployments, tried);
        if (total == 0)
        {
            return null;
        }

        var ticket = deployments.Length == 1 ? 0 : context.Random.Next(total);
        for (var i = 0; i < Math.Min(deployments.Length, MostDeployments); i++)
        {
            if (!MayUse(context, deployments[i], tried, i))
            {
                continue;
            }

            ticket -= deployments[i].Weight;
            if (ticket < 0)
            {
                tried |= 1UL << i;
                return deployments[i];
            }
        }

        return null;
    }

    private static int TotalWeight(RoutingContext context, DeploymentSnapshot[] deployments, ulong tried)
    {
        var total = 0;
        for (var i = 0; i < Math.Min(deployments.Length, MostDeployments); i++)
        {
            total += MayUse(context, deployments[i], tried, i) ? deployments[i].Weight : 0;
        }

        return total;
    }

    private static bool MayUse(RoutingContext context, DeploymentSnapshot deployment, ulong tried, int index) =>
        (tried & (1UL << index)) == 0
        && (context.Residency is not { } residency
            || string.Equals(deployment.Provider.Residency, residency, StringComparison.OrdinalIgnoreCase));
}
