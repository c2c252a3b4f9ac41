using System.Runtime.CompilerServices;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.Forwarding;

/// <content>A call that may be open beside others of the same exchange.</content>
internal sealed partial class Attempt : IUpstreamAttempt
{
    private volatile RoutingError _givenUp;

    /// <summary>Gets a value indicating whether it waits for its next use.</summary>
    public bool IsFree { get; set; } = true;

    /// <inheritdoc/>
    public void GiveUp(RoutingError why)
    {
        _givenUp = why;
        _timer.Fire();
    }

    /// <inheritdoc/>
    public void Record(in AttemptResult result)
    {
        if (RoutingErrors.IsOurChoice(result.Error) && FirstTokenAt != 0)
        {
            // Cut off before it told: what had come was generated and is billed.
            Usage ??= EstimateUsage();
        }

        _exchange.Record(this, result);
        _givenUp = RoutingError.None;
        IsFree = true;
    }

    ValueTask<AttemptResult> IUpstreamAttempt.OpenAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken) =>
        OpenAsync(candidate, deployment, _exchange.Deadline, isLast, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<AttemptResult> IUpstreamAttempt.ServeAsync()
    {
        await _exchange.ServingAsync(this).ConfigureAwait(false);
        return await ServeAsync().ConfigureAwait(false);
    }
}
