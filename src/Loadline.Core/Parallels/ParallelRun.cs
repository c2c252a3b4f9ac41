using Loadline.Core.Cascades;
using Loadline.Core.Checks;
using Loadline.Core.Plans;
using Loadline.Core.Routing;

namespace Loadline.Core.Parallels;

/// <summary>Asks several candidates at once, serves one answer and drops the others; where none can be served the rest of the plan is carried out.</summary>
internal sealed class ParallelRun(
    PlanExecutor executor, RoutingContext context, ICandidateCall call, ParallelConfig config, CancellationToken cancellationToken)
{
    private readonly List<RunningAttempt> _running = [];
    private readonly List<Task<AttemptResult>> _answers = [];
    private readonly AnswerToCheck _about = CheckedRequest.Of(context);
    private readonly Dictionary<RunningAttempt, CheckResult> _verdicts = [];

    /// <returns>The result; <see langword="null"/> where the rest of the plan is to be carried out.</returns>
    public async Task<(AttemptResult Result, int Served)?> RunAsync()
    {
        Start();
        if (_running.Count == 0)
        {
            return null;
        }

        RunningAttempt? chosen = null;
        var dropping = new List<Task>();
        try
        {
            chosen = await ChooseAsync().ConfigureAwait(false);
            dropping.AddRange(_running.Where(one => one != chosen).Select(one => one.DropAsync(RoutingError.NotChosen)));
            if (chosen is not null)
            {
                return (await chosen.ServeAsync().ConfigureAwait(false), chosen.Target.Candidate);
            }
        }
        finally
        {
            chosen?.End();
            await EndAsync(chosen, dropping).ConfigureAwait(false);
        }

        return Failed();
    }

    private void Start()
    {
        // Nothing has to be known of the winner of a race without conditions: its first content decides.
        var needs = config.Check is { } check ? DraftChecks.Needs(check) : config.Take == ParallelTake.Race ? DraftNeeds.None : DraftNeeds.Text;
        foreach (var step in context.Order)
        {
            if (_running.Count < config.Most && context.Cursor.TryBeside(context, executor.Now, step, others: false, out var target))
            {
                var running = RunningAttempt.Start(
                    executor, context, call, target, target.Probes, isExtra: false, isLast: false, cancellationToken, needs);
                _running.Add(running);
                _answers.Add(needs == DraftNeeds.None ? running.Opened : RunningAttempt.ReadWholeAsync(running));
            }
        }
    }

    private async Task<RunningAttempt?> ChooseAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deadline = Task.Delay(config.Deadline, executor.Time, stop.Token);
        var left = new List<Task>(_answers);
        RunningAttempt? chosen = null;
        while (left.Count > 0 && chosen is null && !deadline.IsCompleted)
        {
            left.Remove(await Task.WhenAny([deadline, .. left]).ConfigureAwait(false));
            await JudgeAsync().ConfigureAwait(false);
            chosen = config.Take == ParallelTake.Race ? Good() : left.Count == 0 || IsDecided(left.Count) ? Winner() : null;
        }

        stop.Cancel();
        await JudgeAsync().ConfigureAwait(false);
        return chosen ?? Winner();
    }

    // Those whose answer is there to be served, in the order they were asked.
    private IEnumerable<RunningAttempt> Whole() =>
        _running.Where((_, i) => _answers[i] is { IsCompletedSuccessfully: true, Result.Succeeded: true });

    // Each answer is judged once, when it has come.
    private async ValueTask JudgeAsync()
    {
        if (config.Check is not { } check)
        {
            return;
        }

        foreach (var one in Whole().Where(one => !_verdicts.ContainsKey(one)).ToList())
        {
            var verdict = check.MustAsk ? await check.RunAsync(About(one), call, cancellationToken).ConfigureAwait(false) : check.Run(About(one));
            _verdicts[one] = verdict;
            context.Checks.Add(FormattableString.Invariant($"{one.Candidate.Name} {(verdict.Passed ? "passed" : "failed")}, score {verdict.Score:0.00}{(verdict.Reason is { } reason ? ": " + reason : "")}"));
        }
    }

    // Whatever comes while others are judged is judged in the next round.
    private IEnumerable<RunningAttempt> Judged() => Whole().Where(_verdicts.ContainsKey);

    private RunningAttempt? Good() => config.Check is null ? Whole().FirstOrDefault() : Judged().FirstOrDefault(one => _verdicts[one].Passed);

    private RunningAttempt? Winner() => config.Take switch
    {
        ParallelTake.Vote => Votes().FirstOrDefault()?.First(),
        ParallelTake.Best => Judged().MaxBy(one => _verdicts[one].Score),

        // Nobody was good. What others could still say is in the rest of the plan; only where nothing is left is the best of the bad served.
        _ => config.Check is null || Remaining() > 0 ? Good() : Judged().MaxBy(one => _verdicts[one].Score),
    };

    private IEnumerable<IGrouping<string, RunningAttempt>> Votes() =>
        Whole().GroupBy(one => ExtractedAnswer.Of(one.Draft.Text), StringComparer.Ordinal).OrderByDescending(votes => votes.Count());

    // The outstanding votes could not change the outcome.
    private bool IsDecided(int outstanding)
    {
        if (config.Take != ParallelTake.Vote)
        {
            return false;
        }

        int[] counts = [.. Votes().Select(votes => votes.Count())];
        return counts.Length > 0 && counts[0] > outstanding + (counts.Length > 1 ? counts[1] : 0);
    }

    private int Remaining() => context.Plan.Length - _running.Count;

    private AnswerToCheck About(RunningAttempt one) => one.Draft.ToCheck(_about with { Model = one.Candidate.Name });

    // Whoever was asked leaves the plan: what it said was not chosen, and may not come back by a failover.
    private (AttemptResult Result, int Served)? Failed()
    {
        foreach (var one in _running)
        {
            context.RemoveFromPlan(one.Target.Candidate);
        }

        var last = _running[^1];
        return context.Plan.Length == 0 || cancellationToken.IsCancellationRequested ? (last.Result, last.Target.Candidate) : null;
    }

    private async Task EndAsync(RunningAttempt? chosen, List<Task> dropping)
    {
        if (dropping.Count == 0)
        {
            dropping.AddRange(_running.Where(one => one != chosen).Select(one => one.DropAsync(RoutingError.NotChosen)));
        }

        // A reader that was under way ends with its call; its own failure says nothing new.
        await Task.WhenAll(dropping.Concat(_answers.Select(answer => answer.ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)))).ConfigureAwait(false);
        foreach (var one in _running)
        {
            one.Record(context);
        }
    }
}
