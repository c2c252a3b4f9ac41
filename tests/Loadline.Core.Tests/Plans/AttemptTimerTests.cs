using Loadline.Core.Plans;
using Loadline.Testing;

namespace Loadline.Core.Tests.Plans;

/// <summary>A timer that never outlives the request's deadline, and knows which of the two it was.</summary>
public sealed class AttemptTimerTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1, false)]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void Arm_TheSoonerOne_FiresAndIsNamed(int seconds, bool isForDeadline)
    {
        using var timer = new AttemptTimer(_time);
        timer.SetDeadline(TimeSpan.FromSeconds(10));

        timer.Arm(TimeSpan.FromSeconds(seconds));
        _time.Advance(TimeSpan.FromSeconds(Math.Min(seconds, 10)) - TimeSpan.FromMilliseconds(2));
        Assert.False(timer.Token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(2));

        Assert.True(timer.Token.IsCancellationRequested);
        Assert.Equal(isForDeadline, timer.IsForDeadline);
    }

    [Fact]
    public void Arm_DeadlineWithPartOfAMillisecond_IsStillTheDeadline()
    {
        using var timer = new AttemptTimer(_time);
        timer.SetDeadline(TimeSpan.FromMilliseconds(10.7));
        timer.Arm(Timeout.InfiniteTimeSpan);

        // The source counts whole milliseconds, so it fires before the clock has reached the deadline.
        _time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.True(timer.Token.IsCancellationRequested);
        Assert.True(timer.IsForDeadline);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void End_FiredOrNot_TheNextAttemptStartsFresh(bool fires)
    {
        using var timer = new AttemptTimer(_time);
        using var caller = new CancellationTokenSource();
        timer.SetDeadline(TimeSpan.FromMinutes(1));
        timer.Begin(caller.Token);
        timer.Arm(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(fires ? 1 : 0));

        timer.End();
        timer.Begin(CancellationToken.None);
        caller.Cancel();

        Assert.False(timer.Token.IsCancellationRequested);
    }

    [Fact]
    public void Begin_CallerLeaves_TokenIsCancelled()
    {
        using var timer = new AttemptTimer(_time);
        using var caller = new CancellationTokenSource();
        timer.SetDeadline(TimeSpan.FromMinutes(1));
        timer.Begin(caller.Token);

        caller.Cancel();

        Assert.True(timer.Token.IsCancellationRequested);
    }
}
