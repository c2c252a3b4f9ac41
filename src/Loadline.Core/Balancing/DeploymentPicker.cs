using Loadline.Core.Configuration;
using Loadline.Core.Health;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Balancing;

/// <summary>Picks one of a candidate's deployments among those a mask leaves.</summary>
/// <remarks>Allocates nothing, takes no lock. A deployment on its way back takes its growing share under every kind of balance.</remarks>
public static class DeploymentPicker
{
    /// <summary>The most deployments looked at: bits of one word mark them.</summary>
    public const int MostDeployments = 64;

    // Weights are scaled so that a ramp's tenth of weight 1 is still a whole number.
    private const int WeightScale = 64;

    /// <summary>Picks.</summary>
    /// <param name="context">The request.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="usable">Bit i is set where deployment i may be picked.</param>
    /// <param name="now">The time.</param>
    /// <returns>Its position; -1 where the mask is empty.</returns>
    public static int Pick(RoutingContext context, CandidateSnapshot candidate, ulong usable, TimeSpan now)
    {
        if (usable == 0)
        {
            return -1;
        }

        if ((usable & (usable - 1)) == 0)
        {
            return System.Numerics.BitOperations.TrailingZeroCount(usable);
        }

        usable = candidate.Balance == Balance.Weighted ? usable : WithoutRamping(context, candidate.Deployments, usable, now);
        return candidate.Balance switch
        {
            Balance.RoundRobin => RoundRobin(candidate, usable),
            Balance.LeastBusy => LeastBusy(candidate, usable),
            Balance.PowerOfTwo => PowerOfTwo(context, candidate.Deployments, usable, now),
            Balance.Cheapest => Cheapest(context, candidate.Deployments, usable),
            Balance.CacheAffine => CacheAffine(context, candidate.Deployments, usable),
            _ => Weighted(context, candidate.Deployments, usable, now),
        };
    }

    private static bool Has(ulong mask, int index) => (mask & (1UL << index)) != 0;

    private static int Weighted(RoutingContext context, DeploymentSnapshot[] deployments, ulong usable, TimeSpan now)
    {
        var total = 0;
        for (var i = 0; i < deployments.Length; i++)
        {
            total += Has(usable, i) ? Weight(deployments[i], now) : 0;
        }

        var ticket = context.Random.Next(total);
        for (var i = 0; i < deployments.Length; i++)
        {
            ticket -= Has(usable, i) ? Weight(deployments[i], now) : 0;
            if (ticket < 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static int Weight(DeploymentSnapshot deployment, TimeSpan now) =>
        Math.Max(1, (int)(deployment.Weight * WeightScale * deployment.State.Gate.Share(now)));

    // Kinds that do not draw by weight leave a returning deployment out of so many picks that it gets its share.
    private static ulong WithoutRamping(RoutingContext context, DeploymentSnapshot[] deployments, ulong usable, TimeSpan now)
    {
        var left = usable;
        for (var i = 0; i < deployments.Length; i++)
        {
            if (Has(usable, i) && deployments[i].State.Gate.Share(now) is var share and < 1 && context.Random.NextDouble() >= share)
            {
                left &= ~(1UL << i);
            }
        }

        return left == 0 ? usable : left;
    }

    // A turn is a position in the weights laid end to end; where that one may not be used, the next that may.
    private static int RoundRobin(CandidateSnapshot candidate, ulong usable)
    {
        var deployments = candidate.Deployments;
        var total = 0;
        foreach (var deployment in deployments)
        {
            total += deployment.Weight;
        }

        var turn = (int)(candidate.NextTurn() % (uint)total);
        var at = 0;
        while (turn >= deployments[at].Weight)
        {
            turn -= deployments[at++].Weight;
        }

        while (!Has(usable, at))
        {
            at = (at + 1) % deployments.Length;
        }

        return at;
    }

    private static int LeastBusy(CandidateSnapshot candidate, ulong usable)
    {
        var deployments = candidate.Deployments;
        var best = -1;
        var least = double.PositiveInfinity;
        var first = (int)(candidate.NextTurn() % (uint)deployments.Length);
        for (var i = 0; i < deployments.Length; i++)
        {
            // Begun elsewhere each time, so that idle deployments share.
            var at = (first + i) % deployments.Length;
            var busy = (double)deployments[at].State.InFlight / deployments[at].Weight;
            if (Has(usable, at) && busy < least)
            {
                (best, least) = (at, busy);
            }
        }

        return best;
    }

    private static int PowerOfTwo(RoutingContext context, DeploymentSnapshot[] deployments, ulong usable, TimeSpan now)
    {
        var count = System.Numerics.BitOperations.PopCount(usable);
        var first = context.Random.Next(count);
        var second = context.Random.Next(count - 1);
        var a = Nth(usable, first);
        var b = Nth(usable, second >= first ? second + 1 : second);
        return Load(deployments[b], now) < Load(deployments[a], now) ? b : a;
    }

    // Without a sample only what is under way counts: a new deployment is tried, not flooded.
    private static double Load(DeploymentSnapshot deployment, TimeSpan now) =>
        (deployment.State.PeakMs(now) + 1) * (deployment.State.InFlight + 1) / deployment.Weight;

    private static int Nth(ulong mask, int n)
    {
        for (; n > 0; n--)
        {
            mask &= mask - 1;
        }

        return System.Numerics.BitOperations.TrailingZeroCount(mask);
    }

    // A price nobody knows is never taken for free.
    private static int Cheapest(RoutingContext context, DeploymentSnapshot[] deployments, ulong usable)
    {
        var best = -1;
        var least = double.PositiveInfinity;
        for (var i = 0; i < deployments.Length; i++)
        {
            var cost = Has(usable, i)
                ? deployments[i].Price?.Estimate(context.EstimatedInputTokens, context.EstimatedOutputTokens) ?? double.MaxValue
                : double.PositiveInfinity;
            if (cost < least)
            {
                (best, least) = (i, cost);
            }
        }

        return best;
    }

    // Rendezvous hashing (Thaler and Ravishankar 1998) with weights: a deployment that leaves moves only its own conversations.
    private static int CacheAffine(RoutingContext context, DeploymentSnapshot[] deployments, ulong usable)
    {
        var key = AffinityKey.Of(context.Facts);
        var best = -1;
        var most = double.NegativeInfinity;
        for (var i = 0; i < deployments.Length; i++)
        {
            if (!Has(usable, i))
            {
                continue;
            }

            var unit = ((AffinityKey.Mix(key ^ deployments[i].Hash) >> 11) + 0.5) / (1UL << 53);
            var score = -deployments[i].Weight / Math.Log(unit);
            if (score > most)
            {
                (best, most) = (i, score);
            }
        }

        return best;
    }
}
