using System.Runtime.CompilerServices;
using Loadline.Core.Configuration;
using Loadline.Core.Health;
using Loadline.Core.Hedging;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Plans;

/// <summary>Carries plans out: attempt after attempt until one answers, one is committed, or none is left.</summary>
/// <remarks>
/// Deployments of one candidate come first; then the plan's next candidate; a deployment that failed is asked again only when nothing else
/// is left, after a drawn wait. The plan's order already keeps weaker candidates out (<see cref="Router"/>). Extra attempts are bounded by
/// a budget over all requests and one for each deployment, and by the deployment's token bucket. One instance serves all requests.
/// </remarks>
public sealed class PlanExecutor(TimeProvider time, RetryOptions? options = null)
{
    private readonly RetryOptions _options = options ?? RetryOptions.Default;

    /// <summary>Gets the budget over all requests.</summary>
    public RetryBudget Budget { get; } = new(options ?? RetryOptions.Default);

    /// <summary>Gets the clock that waits are taken on.</summary>
    internal TimeProvider Time => time;

    /// <summary>Gets the time on the clock that deadlines are given on.</summary>
    public TimeSpan Now => MonotonicClock.Now(time);

    /// <summary>Runs the plan in <paramref name="context"/>.</summary>
    /// <param name="context">The decided request.</param>
    /// <param name="call">Makes the calls.</param>
    /// <param name="deadline">When the request as a whole must have ended, on <see cref="Now"/>'s clock: no wait passes it.</param>
    /// <param name="cancellationToken">Ends when the caller has gone.</param>
    /// <returns>The last attempt's result and which position of the evaluations it was; -1 where nothing could be tried.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(AttemptResult Result, int Served)> RunAsync(
        RoutingContext context, ICandidateCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (context is { IsPanic: true, Route.OnAllDown: AllDown.Refuse })
        {
            return (new AttemptResult(RoutingError.AllUnhealthy, 0, false) { Advice = new RetryAdvice(SoonestReturn(context, Now)) }, -1);
        }

        Budget.Started();
        context.Cursor.Begin(context);
        context.Route?.Hedge?.Requested();
        try
        {
            if (Answers.HasSeveral(context)
                && await Answers.RunAsync(this, context, call, cancellationToken).ConfigureAwait(false) is { } ended)
            {
                return ended;
            }

            return await AttemptAsync(context, call, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // While it waited to try again: an attempt reports its caller's leaving as a result.
            return (new AttemptResult(RoutingError.CallerGone, 0, false), -1);
        }
        finally
        {
            Budget.Ended();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(AttemptResult Result, int Served)> AttemptAsync(
        RoutingContext context, ICandidateCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var last = new AttemptResult(RoutingError.NoEligibleCandidate, 0, false);
        var served = -1;
        var asked = false;
        var sent = 0;
        var repeats = 0;
        while (context.Cursor.TryNext(context, Now, MayRepeat(repeats) ? _options.MaxAdvisedWait : null, out var target))
        {
            var candidate = context.Candidates.All[target.Candidate];
            var deployment = candidate.Deployments[target.Deployment];
            var isExtra = asked;
            if (isExtra && !deployment.State.Tokens.AllowsExtra)
            {
                DeploymentHealth.Leave(deployment, target.Probes);
                context.Cursor.GiveUp(target);
                continue;
            }

            var probes = target.Probes;
            var mustEnter = target.IsRepeat;
            if (isExtra && (mustEnter || Now >= deadline || !TryTakeRoom(deployment)))
            {
                // Nobody holds a probe while it waits: there are few, and the deployment would be back later for everybody.
                DeploymentHealth.Leave(deployment, probes);
                mustEnter = true;
                var wait = target.IsRepeat ? Longer(target.Wait, _options.Draw(++repeats, context.Random)) : TimeSpan.Zero;
                if (!await AdmitAsync(context, deployment, wait, deadline, cancellationToken).ConfigureAwait(false))
                {
                    return (last, served);
                }
            }

            // A probe that others took meanwhile costs a repeat no answer; who was not asked yet and is benched by now is left out.
            if (mustEnter && !DeploymentHealth.TryEnter(deployment, Now, out probes) && !target.IsRepeat && !context.IsPanic)
            {
                Budget.Return();
                deployment.State.Budget.Return();
                context.Cursor.GiveUp(target);
                continue;
            }

            served = target.Candidate;
            var isLast = sent + 1 >= _options.MaxAttempts || !context.Cursor.HasFresh(context, Now);
            if (context.Route?.Hedge is { } gate && !target.IsRepeat && sent + 1 < _options.MaxAttempts
                && gate.Delay(candidate, deployment, context.Facts.Stream) is { } delay)
            {
                var hedged = new HedgedAttempt(this, time, context, call, gate, cancellationToken);
                last = await hedged.RunAsync(target, probes, isExtra, isLast, delay).ConfigureAwait(false);
                served = hedged.Decisive.Target.Candidate;
                if (last.Succeeded || !GoesOn(context, hedged, ref sent, cancellationToken))
                {
                    return (last, served);
                }

                asked |= last.Error != RoutingError.OverLimit || hedged.AlsoFailed is not null;
                continue;
            }

            var started = Now;
            try
            {
                deployment.State.Started();
                last = await call.TryAsync(candidate, deployment, isLast, cancellationToken).ConfigureAwait(false);
                if (last.Error == RoutingError.UpstreamStale && sent + 1 < _options.MaxAttempts && !cancellationToken.IsCancellationRequested)
                {
                    // Nobody failed: an idle connection ended. Asked again at once, on record and counted as an attempt that may be billed.
                    sent++;
                    last = await call.TryAsync(candidate, deployment, isLast, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                deployment.State.Ended();
                DeploymentHealth.Leave(deployment, probes);
                if (isExtra)
                {
                    Budget.Return();
                    deployment.State.Budget.Return();
                }
            }

            FaultAttribution.Report(candidate, deployment, last, started, Now, context.Random);
            if (last.Succeeded)
            {
                return (last, served);
            }

            if (!GoesOn(context, target, last, ref sent, cancellationToken))
            {
                return (last, served);
            }

            // Who is passed over because the config limits its use was not asked: the next one is no extra attempt.
            asked |= last.Error != RoutingError.OverLimit;
        }

        return (last, served);
    }

    /// <summary>Takes room for a second attempt and finds who it may go to, without waiting; both or neither.</summary>
    internal bool TryTakeSecond(RoutingContext context, in AttemptTarget first, HedgeTo to, out AttemptTarget second)
    {
        second = default;
        if (context.IsPanic || !Budget.TryTake())
        {
            return false;
        }

        if (context.Cursor.TryBeside(context, Now, first.Candidate, to == HedgeTo.Candidates, out second))
        {
            var deployment = context.Candidates.All[second.Candidate].Deployments[second.Deployment];
            if (deployment.State.Tokens.AllowsExtra && deployment.State.Budget.TryTake())
            {
                return true;
            }

            DeploymentHealth.Leave(deployment, second.Probes);
            context.Cursor.Untry(second);
        }

        Budget.Return();
        return false;
    }

    private bool GoesOn(RoutingContext context, HedgedAttempt hedged, ref int sent, CancellationToken cancellationToken) =>
        (hedged.AlsoFailed is not { } other || GoesOn(context, other.Target, other.Result, ref sent, cancellationToken))
        && GoesOn(context, hedged.Decisive.Target, hedged.Decisive.Result, ref sent, cancellationToken);

    // Counts a failure and changes what is left of the plan; says whether trying on makes sense.
    private bool GoesOn(RoutingContext context, in AttemptTarget target, in AttemptResult failure, ref int sent, CancellationToken cancellationToken)
    {
        sent += failure.Error is RoutingError.UpstreamConnect or RoutingError.OverLimit ? 0 : 1;
        if (sent >= _options.MaxAttempts || cancellationToken.IsCancellationRequested
            || !Replanning.After(context, failure, context.Candidates.All[target.Candidate]))
        {
            return false;
        }

        if (failure.Error == RoutingError.OverLimit)
        {
            context.Cursor.PassOver(target.Candidate);
        }

        context.Cursor.Failed(target, failure);
        return true;
    }

    private bool MayRepeat(int repeats) => repeats < _options.MaxAttempts - 1;

    // Waits as asked, then for room in the budgets. Both budgets are taken, or neither.
    private async ValueTask<bool> AdmitAsync(
        RoutingContext context, DeploymentSnapshot deployment, TimeSpan wait, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var patience = Earlier(deadline, Now + wait + _options.MaxRoomWait);
        for (var waits = 1; Now + wait < patience; waits++)
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }

            if (TryTakeRoom(deployment))
            {
                return true;
            }

            if (!deployment.State.Tokens.AllowsExtra)
            {
                return false;
            }

            // A burst of failovers is spread out rather than refused: room comes when others have been answered, which takes models seconds.
            wait = _options.DrawForRoom(waits, context.Random);
        }

        return false;
    }

    // Of both budgets or of neither.
    private bool TryTakeRoom(DeploymentSnapshot deployment)
    {
        if (!deployment.State.Budget.TryTake())
        {
            return false;
        }

        if (Budget.TryTake())
        {
            return true;
        }

        deployment.State.Budget.Return();
        return false;
    }

    private static TimeSpan SoonestReturn(RoutingContext context, TimeSpan now)
    {
        var soonest = TimeSpan.MaxValue;
        foreach (var step in context.Plan)
        {
            foreach (var deployment in context.Candidates.All[step].Deployments)
            {
                var left = DeploymentHealth.Left(deployment, now);
                soonest = left < soonest ? left : soonest;
            }
        }

        return soonest == TimeSpan.MaxValue ? TimeSpan.Zero : soonest;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
