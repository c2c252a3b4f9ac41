using Loadline.Core.Checks;
using Loadline.Core.Health;
using Loadline.Core.Hedging;
using Loadline.Core.Plans;
using Loadline.Core.Routing;

namespace Loadline.Core.Cascades;

/// <summary>Takes a request through the steps of a cascade up to, not including, the last that is left, which an ordinary plan carries out.</summary>
/// <remarks>
/// A draft is held back until its check has decided. Accepted, it is served; rejected, it is dropped with its connection and its candidate
/// leaves the plan, so that no later failover can bring it back unchecked. A step whose deployments fail leaves it, too.
/// </remarks>
internal sealed class CascadeRun(
    PlanExecutor executor, RoutingContext context, ICandidateCall call, CascadeConfig cascade, CancellationToken cancellationToken)
{
    private const int MostDeployments = 2;

    private readonly AnswerToCheck _about = CheckedRequest.Of(context);
    private readonly List<string> _drafts = [];
    private readonly List<int> _rejected = [];
    private decimal _spent;

    /// <summary>Carries the checked steps out.</summary>
    /// <returns>The result where a draft was served or the request has failed for good; <see langword="null"/> where the rest of the plan is to be carried out.</returns>
    public async Task<(AttemptResult Result, int Served)?> RunAsync()
    {
        var left = context.Order.ToArray().ToList();
        while (left.Count > 1 && IsAffordable(left[0], left[1]))
        {
            var step = left[0];
            var (result, isRejected) = await TryAsync(step).ConfigureAwait(false);
            if (!isRejected && result is { } ended)
            {
                if (ended.Succeeded || ended.OutputCommitted || cancellationToken.IsCancellationRequested)
                {
                    return (ended, step);
                }

                if (!ended.MayFailOver)
                {
                    return Replanning.After(context, ended, context.Candidates.All[step]) ? null : (ended, step);
                }
            }

            left.RemoveAt(0);
            context.RemoveFromPlan(step);
            if (isRejected && cascade.Next is { } next && !ChooseNext(next, step, left))
            {
                break;
            }
        }

        // Nothing better is left or could be paid for, so there is nothing to check the next one for.
        return null;
    }

    // Moves the choice to the front. Not where its answer is to be served unchecked.
    private bool ChooseNext(CascadeNext next, int rejected, List<int> left)
    {
        _rejected.Add(rejected);
        var choice = next.Choose(context, _rejected, left);
        left.Remove(choice.Step);
        left.Insert(0, choice.Step);
        Replanning.First(context, [choice.Step]);
        context.Checks.Add(double.IsNaN(choice.Value)
            ? $"next {Name(choice.Step)}: nobody is expected to do better than who failed, so the last step serves"
            : FormattableString.Invariant($"next {Name(choice.Step)}: quality {choice.Quality:0.00} after the rejection, {choice.Value:0.00} less its cost{(choice.Better == 0 ? "; nobody left is better, so it is served unchecked" : "")}"));
        return choice.Better > 0;
    }

    private string Name(int step) => context.Candidates.All[step].Name;

    // The step, what judging it costs, and the step after it must fit.
    private bool IsAffordable(int step, int next) => cascade.MaxCostUsd is not { } cap
        || !((double)_spent + Estimate(step) + AskedCosts.Estimate(context, cascade.Accept) + Estimate(next) > cap);

    private double Estimate(int step) => context.Evaluations[step].EstimatedCostUsd;

    // One candidate: where a deployment of it fails, another one; no result where none may be asked.
    private async Task<(AttemptResult? Result, bool IsRejected)> TryAsync(int step)
    {
        if (!context.Cursor.TryBeside(context, executor.Now, step, others: false, out var target))
        {
            return (null, false);
        }

        AttemptResult? last = null;
        for (var i = 0; i < MostDeployments; i++)
        {
            if (i > 0 && !executor.TryTakeSecond(context, target, HedgeTo.Deployments, out target))
            {
                break;
            }

            var running = RunningAttempt.Start(
                executor, context, call, target, target.Probes, isExtra: i > 0, isLast: false, cancellationToken, DraftChecks.Needs(cascade.Accept));
            var (result, isRejected) = await JudgeAsync(running).ConfigureAwait(false);
            last = result;
            if (isRejected || result.Succeeded || !result.MayFailOver || cancellationToken.IsCancellationRequested)
            {
                return (last, isRejected);
            }
        }

        return (last, false);
    }

    private async Task<(AttemptResult Result, bool IsRejected)> JudgeAsync(RunningAttempt running)
    {
        try
        {
            var (result, verdict) = await ReadAsync(running).ConfigureAwait(false);
            if (!result.Succeeded)
            {
                return (result, false);
            }

            context.Checks.Add($"{running.Candidate.Name} {(verdict.Passed ? "accepted" : "rejected")}{(verdict.Reason is { } reason ? ": " + reason : "")}");
            if (verdict.Passed)
            {
                return (await running.ServeAsync().ConfigureAwait(false), false);
            }

            _drafts.Add(running.Draft.Text);
            await running.DropAsync(RoutingError.DraftRejected).ConfigureAwait(false);
            return (running.Result, true);
        }
        finally
        {
            running.End();
            running.Record(context);
            _spent += running.CostUsd ?? (double.IsFinite(Estimate(running.Target.Candidate)) ? (decimal)Estimate(running.Target.Candidate) : 0);
        }
    }

    // Reads the draft only as far as its check needs.
    private async Task<(AttemptResult Result, CheckResult Verdict)> ReadAsync(RunningAttempt running)
    {
        var about = _about with { Model = running.Candidate.Name, Others = [.. _drafts] };
        var result = await running.Opened.ConfigureAwait(false);
        while (result.Succeeded)
        {
            var draft = running.Draft;
            if (draft.IsWhole)
            {
                if (DraftChecks.Samples(cascade.Accept) is > 0 and var samples)
                {
                    about = about with { Others = [.. _drafts, .. await SampleAsync(running, samples).ConfigureAwait(false)] };
                }

                return (result, await AskAsync(draft.ToCheck(about)).ConfigureAwait(false));
            }

            if (cascade.Accept.DecidesEarly && cascade.Accept.RunEarly(draft.ToCheck(about)) is { } early)
            {
                return (result, early);
            }

            result = await running.ReadOnAsync().ConfigureAwait(false);
        }

        return (result, default);
    }

    private async Task WaitAsync(Task whole, TimeSpan? most)
    {
        if (most is not { } time)
        {
            await whole.ConfigureAwait(false);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(whole, Task.Delay(time, executor.Time, stop.Token)).ConfigureAwait(false) == whole)
        {
            await whole.ConfigureAwait(false);
        }

        await stop.CancelAsync().ConfigureAwait(false);
    }

    // Whoever is asked is paid within the request's cap.
    private async ValueTask<CheckResult> AskAsync(AnswerToCheck answer)
    {
        if (!cascade.Accept.MustAsk)
        {
            return cascade.Accept.Run(answer);
        }

        var before = call.AskedUsd;
        var verdict = await cascade.Accept.RunAsync(answer, call, cancellationToken).ConfigureAwait(false);
        _spent += call.AskedUsd - before;
        return verdict;
    }

    // More answers of the same deployment, all at once; none of them is ever served.
    private async Task<List<string>> SampleAsync(RunningAttempt draft, int count)
    {
        var target = draft.Target with { Probes = ProbePermits.None };
        var samples = Enumerable.Range(0, count).Select(_ => RunningAttempt.Start(
            executor, context, call, target, ProbePermits.None, isExtra: false, isLast: false, cancellationToken, DraftNeeds.Text)).ToList();
        var texts = new List<string>();
        try
        {
            var readings = samples.ConvertAll(RunningAttempt.ReadWholeAsync);
            await WaitAsync(Task.WhenAll(readings), DraftChecks.SampleTimeout(cascade.Accept)).ConfigureAwait(false);
            texts.AddRange(samples.Where((_, i) => readings[i] is { IsCompletedSuccessfully: true, Result.Succeeded: true }).Select(sample => sample.Draft.Text));
        }
        finally
        {
            foreach (var sample in samples)
            {
                await sample.DropAsync(RoutingError.NotChosen).ConfigureAwait(false);
                sample.Record(context);
                _spent += sample.CostUsd ?? 0;
            }
        }

        return texts;
    }
}
