using Loadline.Core.Cascades;
using Loadline.Core.Health;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Plans;

/// <summary>One of several calls that are open side by side, with what was taken for it: slots, probes, budgets.</summary>
internal sealed class RunningAttempt
{
    private readonly PlanExecutor _executor;
    private readonly IUpstreamAttempt _attempt;
    private readonly ProbePermits _probes;
    private readonly bool _isExtra;
    private readonly TimeSpan _started;
    private readonly Lock _gate = new();
    private Task? _reading;
    private bool _isDropped;
    private bool _isEnded;

    private RunningAttempt(PlanExecutor executor, CandidateSnapshot candidate, in AttemptTarget target, IUpstreamAttempt attempt, ProbePermits probes, bool isExtra)
    {
        _executor = executor;
        _attempt = attempt;
        _probes = probes;
        _isExtra = isExtra;
        _started = executor.Now;
        Target = target;
        Candidate = candidate;
    }

    public AttemptTarget Target { get; }

    public CandidateSnapshot Candidate { get; }

    public DeploymentSnapshot Deployment => Candidate.Deployments[Target.Deployment];

    /// <summary>Gets the opening of the call: ends when its answer may be served, or with its failure.</summary>
    public Task<AttemptResult> Opened { get; private set; } = null!;

    /// <summary>Gets how the call ended; only meaningful once it has.</summary>
    public AttemptResult Result { get; private set; }

    /// <param name="executor">Whose budgets count.</param>
    /// <param name="context">The request.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="probes">Permits taken, given back when it ends.</param>
    /// <param name="isExtra">Whether room was taken in both budgets.</param>
    /// <param name="isLast">Whether only the deadline applies.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="needs">What must be known of the answer.</param>
    public static RunningAttempt Start(
        PlanExecutor executor,
        RoutingContext context,
        ICandidateCall call,
        in AttemptTarget target,
        ProbePermits probes,
        bool isExtra,
        bool isLast,
        CancellationToken cancellationToken,
        DraftNeeds needs = DraftNeeds.None)
    {
        var candidate = context.Candidates.All[target.Candidate];
        var running = new RunningAttempt(executor, candidate, target, call.Begin(needs), probes, isExtra);
        running.Deployment.State.Started();
        running.Opened = running.OpenAsync(isLast, cancellationToken);
        return running;
    }

    public DraftAnswer Draft => _attempt.Draft;

    public decimal? CostUsd => _attempt.CostUsd;

    /// <summary>Reads on; once it was dropped nothing more is read.</summary>
    public Task<AttemptResult> ReadOnAsync()
    {
        lock (_gate)
        {
            if (_isDropped)
            {
                return Task.FromResult(new AttemptResult(RoutingError.NotChosen, 0, false));
            }

            var reading = ReadAsync();
            _reading = reading;
            return reading;
        }
    }

    public async ValueTask<AttemptResult> ServeAsync() => Result = await _attempt.ServeAsync().ConfigureAwait(false);

    /// <summary>Reads an answer to its end, holding it back.</summary>
    public static async Task<AttemptResult> ReadWholeAsync(RunningAttempt running)
    {
        var result = await running.Opened.ConfigureAwait(false);
        while (result.Succeeded && !running.Draft.IsWhole)
        {
            result = await running.ReadOnAsync().ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>Gives the call up and lets its connection go as soon as it has noticed.</summary>
    public Task DropAsync(RoutingError why)
    {
        Task? reading;
        lock (_gate)
        {
            _isDropped = true;
            reading = _reading;
        }

        _attempt.GiveUp(why);
        return EndDroppedAsync(why, reading);
    }

    /// <summary>Gives back what was taken for it. Does nothing the second time.</summary>
    public void End()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _attempt.End();
        Deployment.State.Ended();
        DeploymentHealth.Leave(Deployment, _probes);
        if (_isExtra)
        {
            _executor.Budget.Return();
            Deployment.State.Budget.Return();
        }
    }

    /// <summary>Takes the ended call into the request's account, and holds its failure against whoever is at fault.</summary>
    public void Record(RoutingContext context)
    {
        _attempt.Record(Result);
        FaultAttribution.Report(Candidate, Deployment, Result, _started, _executor.Now, context.Random);
    }

    private async Task<AttemptResult> OpenAsync(bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            return Result = await _attempt.OpenAsync(Candidate, Deployment, isLast, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // A defect, not a failure: nobody may be left holding a slot because of it.
            Result = new AttemptResult(RoutingError.Internal, 0, false);
            throw;
        }
    }

    private async Task<AttemptResult> ReadAsync() => Result = await _attempt.ReadOnAsync().ConfigureAwait(false);

    private async Task EndDroppedAsync(RoutingError why, Task? reading)
    {
        try
        {
            // Its buffers may not go back while somebody still reads into them.
            await (reading ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // An answer that came at the last moment is given up all the same; a failure that came before keeps its name.
            await Opened.ConfigureAwait(false);
            Result = Result.Succeeded ? Result with { Error = why } : Result;
        }
        finally
        {
            End();
        }
    }
}
