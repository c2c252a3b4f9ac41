using Loadline.Core.Cascades;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;

namespace Loadline.Core.Tests.Plans;

/// <summary>One call in two steps by <see cref="ScriptedCall"/>'s script; it may be given up while it waits.</summary>
internal sealed class ScriptedAttempt(ScriptedCall call, TimeProvider time) : IUpstreamAttempt
{
    private Action _cancel = static () => { };
    private RoutingError _why = RoutingError.CallerGone;

    public DraftAnswer Draft { get; } = new();

    public decimal? CostUsd => null;

    public DeploymentSnapshot Deployment { get; private set; } = null!;

    public bool IsServed { get; private set; }

    /// <summary>Gets when its connection was let go; <see langword="null"/> before.</summary>
    public TimeSpan? EndedAt { get; private set; }

    public AttemptResult? Recorded { get; private set; }

    public async ValueTask<AttemptResult> OpenAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken)
    {
        Deployment = deployment;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _cancel = both.Cancel;
        try
        {
            return await call.OpenAsync(deployment, isLast, both.Token) with { OutputCommitted = false };
        }
        catch (OperationCanceledException)
        {
            return new AttemptResult(_why, 0, false);
        }
        finally
        {
            _cancel = static () => { };
        }
    }

    // Scripted answers are whole when they come; nothing is held back here.
    public ValueTask<AttemptResult> ReadOnAsync() => throw new NotSupportedException();

    public ValueTask<AttemptResult> ServeAsync()
    {
        Assert.Null(EndedAt);
        Assert.DoesNotContain(call.Begun, other => other.IsServed && other.Recorded is null);
        IsServed = true;
        return ValueTask.FromResult(new AttemptResult(RoutingError.None, 200, true));
    }

    public void GiveUp(RoutingError why)
    {
        _why = why;
        _cancel();
    }

    public void End()
    {
        Assert.Null(EndedAt);
        EndedAt = MonotonicClock.Now(time);
    }

    public void Record(in AttemptResult result)
    {
        Assert.NotNull(EndedAt);
        Assert.Null(Recorded);
        Recorded = result;
    }
}
