using Loadline.Core.Health;
using Loadline.Core.Plans;
using Loadline.Core.Routing;

namespace Loadline.Core.Hedging;

/// <summary>One attempt with, where it is slow to answer, a second one beside it: the first to answer is served, the other given up at once.</summary>
/// <remarks>A failure of the request itself ends both; any other failure leaves the other to answer.</remarks>
internal sealed class HedgedAttempt(
    PlanExecutor executor, TimeProvider time, RoutingContext context, ICandidateCall call, HedgeGate gate, CancellationToken cancellationToken)
{
    private RunningAttempt _first = null!;
    private RunningAttempt? _second;

    /// <summary>Gets the attempt whose result is the step's.</summary>
    public RunningAttempt Decisive { get; private set; } = null!;

    /// <summary>Gets the other attempt; <see langword="null"/> where no second one was sent, or it was given up.</summary>
    public RunningAttempt? AlsoFailed { get; private set; }

    /// <param name="target">Where the first attempt goes.</param>
    /// <param name="probes">Permits taken for it.</param>
    /// <param name="isExtra">Whether it took room in the budgets.</param>
    /// <param name="isLast">Whether only the deadline applies to it.</param>
    /// <param name="delay">When the second is sent.</param>
    public async Task<AttemptResult> RunAsync(AttemptTarget target, ProbePermits probes, bool isExtra, bool isLast, TimeSpan delay)
    {
        Decisive = _first = RunningAttempt.Start(executor, context, call, target, probes, isExtra, isLast, cancellationToken);
        Task? dropping = null;
        try
        {
            if (await IsSlowAsync(delay).ConfigureAwait(false))
            {
                StartSecond();
            }

            var result = await DecideAsync().ConfigureAwait(false);
            if (_second is not null && !ReferenceEquals(AlsoFailed, Other))
            {
                dropping = Other!.DropAsync(RoutingError.Hedged);
            }

            return result.Succeeded ? await Decisive.ServeAsync().ConfigureAwait(false) : result;
        }
        finally
        {
            Decisive.End();
            await EndOtherAsync(dropping ?? (Other is { Opened.IsCompleted: false } left ? left.DropAsync(RoutingError.Hedged) : Task.CompletedTask))
                .ConfigureAwait(false);
        }
    }

    private RunningAttempt? Other => ReferenceEquals(Decisive, _first) ? _second : _first;

    // Waits for the first answer, but no longer than the delay; a caller that has gone needs no second attempt.
    private async Task<bool> IsSlowAsync(TimeSpan delay)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_first.Opened, Task.Delay(delay, time, stop.Token)).ConfigureAwait(false);
        stop.Cancel();
        return !_first.Opened.IsCompleted && !cancellationToken.IsCancellationRequested;
    }

    private void StartSecond()
    {
        if (!gate.TryTake())
        {
            return;
        }

        if (!executor.TryTakeSecond(context, _first.Target, gate.Config.To, out var target))
        {
            gate.Return();
            return;
        }

        // Beside another one it is never the last that is left.
        _second = RunningAttempt.Start(executor, context, call, target, target.Probes, isExtra: true, isLast: false, cancellationToken);
    }

    private async Task<AttemptResult> DecideAsync()
    {
        if (_second is null)
        {
            return await _first.Opened.ConfigureAwait(false);
        }

        await Task.WhenAny(_first.Opened, _second.Opened).ConfigureAwait(false);
        Decisive = _first.Opened.IsCompleted ? _first : _second;
        var result = await Decisive.Opened.ConfigureAwait(false);
        if (result.Succeeded || !result.MayFailOver)
        {
            return result;
        }

        AlsoFailed = Decisive;
        Decisive = Other!;
        return await Decisive.Opened.ConfigureAwait(false);
    }

    // In the order they were sent, and only now: an account is kept by one hand.
    private async Task EndOtherAsync(Task dropping)
    {
        try
        {
            await dropping.ConfigureAwait(false);
        }
        finally
        {
            Other?.End();
            _first.Record(context);
            _second?.Record(context);
        }
    }
}
