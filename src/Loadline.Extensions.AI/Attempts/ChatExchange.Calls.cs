using System.Runtime.CompilerServices;
using Loadline.Core.Cascades;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Extensions.AI.Telemetry;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Attempts;

/// <content>The port that plans are carried out over, and the account of each call.</content>
internal sealed partial class ChatExchange : ICandidateCall
{
    private ChatAttempt[] _attemptsAtHand = [];
    private ChatAttempt? _last;
    private TaskCompletionSource<ChatAttempt?>? _serving;

    /// <summary>Gets which position of the evaluations served, or was tried last; -1 where nothing was.</summary>
    public int Served { get; private set; } = -1;

    public AttemptResult Result { get; private set; }

    /// <summary>Gets what the last call that failed by itself threw.</summary>
    public Exception? Error => _last?.Error;

    /// <summary>Gets the attempt whose stream the caller is to read; <see langword="null"/> where none came to that.</summary>
    public Task<ChatAttempt?> ServingAsync => _serving!.Task;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> TryAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken)
    {
        var attempt = Take(DraftNeeds.None);
        AttemptResult result = default;
        try
        {
            result = await attempt.OpenAsync(candidate, deployment, isLast, cancellationToken).ConfigureAwait(false);
            if (result.Succeeded)
            {
                result = await attempt.ServeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            attempt.End();
            attempt.Record(result);
        }

        return result;
    }

    /// <inheritdoc/>
    public IUpstreamAttempt Begin(DraftNeeds needs) => Take(needs);

    /// <summary>Takes the answer to a request that is not streamed.</summary>
    public void Serve(ChatAttempt attempt, ChatResponse response)
    {
        Announce(attempt);
        Response = response;
        (response.AdditionalProperties ??= [])[LoadlineResponses.DecisionKey] = Decision;
    }

    /// <summary>Hands a stream over to the caller.</summary>
    public void ServeStream(ChatAttempt attempt)
    {
        Announce(attempt);
        _serving!.TrySetResult(attempt);
    }

    /// <summary>Takes an ended call into the account.</summary>
    public void Record(ChatAttempt attempt, in AttemptResult result)
    {
        if (!RoutingErrors.IsOurChoice(result.Error))
        {
            _last = attempt;
        }

        var deployment = attempt.Deployment;
        var total = Time.GetElapsedTime(attempt.SentAt, attempt.EndedAt);
        var first = attempt.FirstAt == 0 ? total : Time.GetElapsedTime(attempt.SentAt, attempt.FirstAt);
        var outcome = RoutingErrors.Name(result.Error);
        if (_keepsRecord)
        {
            Keep(attempt, result, outcome, first, total);
        }
        else if (result.Succeeded)
        {
            attempt.Candidate.State.Succeeded(Context.EstimatedInputTokens, first.TotalMilliseconds, total.TotalMilliseconds, MonotonicClock.Now(Time));
        }

        LoadlineTelemetry.Attempt(deployment.Id, outcome);
        Measure(deployment, result, first.TotalMilliseconds, total.TotalMilliseconds);
    }

    private void Measure(DeploymentSnapshot deployment, in AttemptResult result, double firstMs, double totalMs)
    {
        var times = IsStream ? deployment.State.FirstContentTimes : deployment.State.WholeTimes;
        if (result.Succeeded)
        {
            times.Add(firstMs);
            deployment.State.Succeeded(firstMs, totalMs);
            deployment.State.Sampled(firstMs, MonotonicClock.Now(Time));
        }
        else if (RoutingErrors.IsOurChoice(result.Error))
        {
            times.Add(firstMs);
        }
        else if (result.Error is not RoutingError.CallerGone)
        {
            deployment.State.Failed();
        }
    }

    private void Keep(ChatAttempt attempt, in AttemptResult result, string outcome, TimeSpan first, TimeSpan total)
    {
        var record = new AttemptRecord(
            attempt.Candidate.Name, attempt.Deployment.Id, outcome, result.Status, first.TotalMilliseconds, total.TotalMilliseconds, attempt.Usage, attempt.CostUsd)
        {
            Price = attempt.Deployment.Price,
        };
        lock (_attempts)
        {
            _attempts.Add(record);
        }
    }

    private void Announce(ChatAttempt attempt) => Decision = IsDetailed
        ? new LoadlineDecision(Id, Context.Route!.Name, attempt.Candidate.Name, attempt.Deployment.Id, Context.Reason)
        : _choices.Find(Context.Route!, attempt.Candidate, attempt.Deployment, Context.Reason);

    private ChatAttempt Take(DraftNeeds needs)
    {
        var free = Array.Find(_attemptsAtHand, static attempt => attempt.IsFree);
        if (free is null)
        {
            free = new ChatAttempt(this, Time);
            _attemptsAtHand = [.. _attemptsAtHand, free];
        }

        free.IsFree = false;
        free.Needs(needs);
        return free;
    }
}
