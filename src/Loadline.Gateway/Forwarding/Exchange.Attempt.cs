using System.Runtime.CompilerServices;
using Loadline.Core.Decisions;
using Loadline.Core.Facts;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.Forwarding;

/// <content>The port that plans are carried out over, and the account of each attempt.</content>
internal sealed partial class Exchange
{
    private DeploymentSnapshot? _billable;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> TryAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken)
    {
        AttemptResult result;
        try
        {
            result = await _attempt.OpenAsync(candidate, deployment, _deadline, isLast, cancellationToken).ConfigureAwait(false);
            _waiting += (_attempt.FirstTokenAt == 0 ? _services.Time.GetTimestamp() : _attempt.FirstTokenAt) - _attempt.SentAt;
            if (result.Succeeded)
            {
                if (_stopComments is not null)
                {
                    await EndKeepAliveAsync().ConfigureAwait(false);
                }

                result = await _attempt.ServeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _attempt.End();
        }

        Note(_attempt, result);
        return result;
    }

    private void Note(Attempt attempt, AttemptResult result)
    {
        var time = _services.Time;
        var deployment = attempt.Deployment;
        var candidate = attempt.Candidate;
        var total = time.GetElapsedTime(attempt.SentAt, attempt.EndedAt);
        var first = attempt.FirstTokenAt == 0 ? total : time.GetElapsedTime(attempt.SentAt, attempt.FirstTokenAt);
        var outcome = RoutingErrors.Name(result.Error);
        if (result.Error != RoutingError.OverLimit)
        {
            CountDuplicate(deployment, result);
        }

        var record = new AttemptRecord(
            candidate.Name, deployment.Id, outcome, result.Status, first.TotalMilliseconds, total.TotalMilliseconds, attempt.Usage, attempt.Cost)
        {
            Price = deployment.Price,
        };
        _attempts.Add(record);
        attempt.LeaveMeters(record.PossiblyBilled);
        TraceCall(record, deployment.Provider, time.GetElapsedTime(attempt.EndedAt));
        _services.Metrics.Attempt(deployment.Id, outcome);
        if (result.Succeeded)
        {
            Measure(deployment, first.TotalMilliseconds);
            deployment.State.Succeeded(first.TotalMilliseconds, total.TotalMilliseconds);
            _firstContentMs = first.TotalMilliseconds;
            deployment.State.Sampled(first.TotalMilliseconds, _services.Executor.Now);
            _services.Metrics.Operation(deployment.Provider.Name, candidate.Name, Operation, total.TotalSeconds);
            if (attempt.Usage is { } usage)
            {
                _services.Metrics.Tokens(deployment.Provider.Name, candidate.Name, Operation, usage.Input, usage.Output);
            }

            if (_context.Facts.Stream)
            {
                _services.Metrics.FirstChunk(deployment.Provider.Name, candidate.Name, Operation, first.TotalSeconds);
            }
        }
        else if (RoutingErrors.IsOurChoice(result.Error))
        {
            // Nobody failed. What was waited for until then says how slow it is; the rest nobody knows.
            Measure(deployment, first.TotalMilliseconds);
        }
        else if (result.Error is not (RoutingError.CallerGone or RoutingError.ShuttingDown or RoutingError.CallerBadRequest or RoutingError.OverLimit))
        {
            deployment.State.Failed();
            Log.AttemptFailed(_services.Logger, _id, deployment.Id, outcome, result.Status);
            _services.Metrics.Operation(deployment.Provider.Name, candidate.Name, Operation, total.TotalSeconds, outcome);
        }
    }

    private void Measure(DeploymentSnapshot deployment, double milliseconds) =>
        (_context.Facts.Stream ? deployment.State.FirstContentTimes : deployment.State.WholeTimes).Add(milliseconds);

    // Counted where the next attempt is made: only then may the same request be paid for twice. A hedge is made beside the other.
    private void CountDuplicate(DeploymentSnapshot deployment, in AttemptResult result)
    {
        if (result.Error == RoutingError.Hedged)
        {
            _services.Metrics.PossibleDuplicate(deployment.Id);
            return;
        }

        if (_billable is { } before)
        {
            _services.Metrics.PossibleDuplicate(before.Id);
        }

        _billable = RoutingErrors.MayHaveBeenBilled(result.Error) ? deployment : null;
    }

    private string Operation => _context.Facts.Kind == RequestKind.Chat ? "chat" : "embeddings";
}
