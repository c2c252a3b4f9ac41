using Loadline.Core.Balancing;
using Loadline.Core.Health;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Plans;

/// <summary>One request's way through its plan: what has been tried, and what comes next.</summary>
/// <remarks>
/// Healthy deployments that have not been tried go first, in the plan's order; then, those that failed in a way that may pass; last of
/// all the benched ones. Pooled with its <see cref="RoutingContext"/>.
/// </remarks>
internal sealed class AttemptCursor
{
    private ulong[] _tried = new ulong[16];
    private ulong[] _repeatable = new ulong[16];

    public void Begin(RoutingContext context)
    {
        var count = context.Candidates.All.Length;
        if (_tried.Length < count)
        {
            _tried = new ulong[count];
            _repeatable = new ulong[count];
        }

        Array.Clear(_tried, 0, count);
        Array.Clear(_repeatable, 0, count);
    }

    /// <summary>Finds what to try next, and enters it unless it must be waited for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="longestWait">The longest wait for a deployment that failed; <see langword="null"/>: none of those is wanted.</param>
    /// <param name="target">What was found.</param>
    public bool TryNext(RoutingContext context, TimeSpan now, TimeSpan? longestWait, out AttemptTarget target) =>
        TryFresh(context, now, out target)
        || (longestWait is { } wait && TryRepeat(context, now, wait, out target))
        || TryBenched(context, now, out target);

    private bool TryFresh(RoutingContext context, TimeSpan now, out AttemptTarget target)
    {
        foreach (var step in context.Plan)
        {
            if (TryFresh(context, step, now, out target))
            {
                return true;
            }
        }

        target = default;
        return false;
    }

    private bool TryFresh(RoutingContext context, int step, TimeSpan now, out AttemptTarget target)
    {
        var candidate = context.Candidates.All[step];
        var usable = Mask(context, candidate, now, health: true) & ~_tried[step];
        while (DeploymentPicker.Pick(context, candidate, usable, now) is var picked and >= 0)
        {
            if (DeploymentHealth.TryEnter(candidate.Deployments[picked], now, out var probes))
            {
                _tried[step] |= 1UL << picked;
                target = new AttemptTarget(step, picked, false, TimeSpan.Zero, probes);
                return true;
            }

            // Others took the last probe.
            usable &= ~(1UL << picked);
        }

        target = default;
        return false;
    }

    /// <summary>Finds and enters what may be asked beside an attempt: another deployment of its candidate, or a candidate no worse.</summary>
    /// <param name="context">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="beside">The candidate that is being asked.</param>
    /// <param name="others">Whether other candidates will do: those that the policy would have stand in, and the reference; never a weaker fallback.</param>
    /// <param name="target">What was found.</param>
    public bool TryBeside(RoutingContext context, TimeSpan now, int beside, bool others, out AttemptTarget target)
    {
        foreach (var step in context.Plan)
        {
            if ((step == beside || (others && (step == context.Candidates.ReferenceIndex || context.Order.Contains(step))))
                && TryFresh(context, step, now, out target))
            {
                return true;
            }
        }

        target = default;
        return false;
    }

    /// <summary>Takes back what was found but not asked.</summary>
    public void Untry(in AttemptTarget target) => _tried[target.Candidate] &= ~(1UL << target.Deployment);

    /// <summary>Tells whether a healthy deployment is left that has not been tried.</summary>
    public bool HasFresh(RoutingContext context, TimeSpan now)
    {
        foreach (var step in context.Plan)
        {
            if ((Mask(context, context.Candidates.All[step], now, health: true) & ~_tried[step]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers how an attempt failed.</summary>
    public void Failed(in AttemptTarget target, in AttemptResult result)
    {
        var bit = 1UL << target.Deployment;
        _repeatable[target.Candidate] = result.MayRepeat ? _repeatable[target.Candidate] | bit : _repeatable[target.Candidate] & ~bit;
    }

    /// <summary>Asks none of a candidate's deployments any more.</summary>
    public void PassOver(int candidate) => _tried[candidate] = ulong.MaxValue;

    /// <summary>Asks that deployment no more.</summary>
    public void GiveUp(in AttemptTarget target) => _repeatable[target.Candidate] &= ~(1UL << target.Deployment);

    // Nobody is asked again in a panic: what is benched has failed often enough.
    private bool TryRepeat(RoutingContext context, TimeSpan now, TimeSpan longestWait, out AttemptTarget target)
    {
        target = default;
        if (context.IsPanic)
        {
            return false;
        }

        // The reference first: going back to a weaker model would undo an escalation.
        if (IsRepeatable(context, context.Candidates.ReferenceIndex, now, longestWait, out target))
        {
            return true;
        }

        foreach (var step in context.Plan)
        {
            if (IsRepeatable(context, step, now, longestWait, out target))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsRepeatable(RoutingContext context, int step, TimeSpan now, TimeSpan longestWait, out AttemptTarget target)
    {
        target = default;
        if (step < 0 || !context.Plan.Contains(step))
        {
            return false;
        }

        var candidate = context.Candidates.All[step];
        var best = -1;
        var least = longestWait;
        for (var i = 0; i < Math.Min(candidate.Deployments.Length, DeploymentPicker.MostDeployments); i++)
        {
            if ((_repeatable[step] & (1UL << i)) != 0 && DeploymentHealth.Left(candidate.Deployments[i], now) is var left && left <= least)
            {
                (best, least) = (i, left);
            }
        }

        target = new AttemptTarget(step, best, true, least, ProbePermits.None);
        return best >= 0;
    }

    private bool TryBenched(RoutingContext context, TimeSpan now, out AttemptTarget target)
    {
        foreach (var step in context.Plan)
        {
            var candidate = context.Candidates.All[step];
            var picked = DeploymentPicker.Pick(context, candidate, Mask(context, candidate, now, health: false) & ~_tried[step], now);
            if (picked >= 0)
            {
                _tried[step] |= 1UL << picked;
                target = new AttemptTarget(step, picked, false, TimeSpan.Zero, ProbePermits.None);
                return true;
            }
        }

        target = default;
        return false;
    }

    private static ulong Mask(RoutingContext context, CandidateSnapshot candidate, TimeSpan now, bool health)
    {
        var mask = 0UL;
        for (var i = 0; i < Math.Min(candidate.Deployments.Length, DeploymentPicker.MostDeployments); i++)
        {
            var deployment = candidate.Deployments[i];
            if (deployment.Keeps(context.Residency) && (!health || DeploymentHealth.MayUse(deployment, now)))
            {
                mask |= 1UL << i;
            }
        }

        return mask;
    }
}
