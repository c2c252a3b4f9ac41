namespace Loadline.Testing.Tests;

public sealed class FakeTimeProviderTests
{
    [Fact]
    public void Advance_TimersArmedOutOfOrder_FireInOrderOfDueTime()
    {
        var clock = new FakeTimeProvider();
        var fired = new List<(string Name, TimeSpan At)>();
        foreach (var (name, due) in new[] { ("c", 30), ("a", 10), ("b", 20), ("b2", 20) })
        {
            clock.CreateTimer(_ => fired.Add((name, clock.Elapsed)), null, TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan);
        }

        clock.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal([("a", TimeSpan.FromMilliseconds(10)), ("b", TimeSpan.FromMilliseconds(20)), ("b2", TimeSpan.FromMilliseconds(20))], fired);
        Assert.Equal(1, clock.ArmedTimers);
        Assert.Equal(TimeSpan.FromMilliseconds(25), clock.Elapsed);
    }

    [Fact]
    public void Advance_OverManyPeriods_FiresOncePerPeriodAtItsTime()
    {
        var clock = new FakeTimeProvider();
        var at = new List<double>();
        using var timer = clock.CreateTimer(_ => at.Add(clock.Elapsed.TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal([1, 3, 5], at);
        timer.Dispose();
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(3, at.Count);
        Assert.False(timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void Advance_CallbackArmsATimerDueWithin_FiresItInTheSameAdvance()
    {
        var clock = new FakeTimeProvider();
        var second = TimeSpan.Zero;
        clock.CreateTimer(
            _ => clock.CreateTimer(_ => second = clock.Elapsed, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(2), second);
    }

    [Fact]
    public void Timestamp_RunsAtItsOwnFrequency_ElapsedTimeIsExact()
    {
        var clock = new FakeTimeProvider();
        var start = clock.GetTimestamp();
        var by = TimeSpan.FromTicks(12_345_678_901);
        clock.Advance(by);
        Assert.Equal(by, clock.GetElapsedTime(start));
        Assert.NotEqual(TimeSpan.TicksPerSecond, clock.TimestampFrequency);
        Assert.NotEqual(0, start);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + by, clock.GetUtcNow());
    }

    [Fact]
    public async Task WhenArmed_CodeUnderTestBeginsToWait_Completes()
    {
        var clock = new FakeTimeProvider();
        var armed = clock.WhenArmedAsync(2);
        var first = Task.Delay(TimeSpan.FromSeconds(1), clock);
        Assert.False(armed.IsCompleted);
        var second = Task.Delay(TimeSpan.FromSeconds(2), clock);
        await armed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.AdvanceToNext());
        await first;
        Assert.False(second.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(1), clock.AdvanceToNext());
        await second;
        Assert.Null(clock.AdvanceToNext());
    }

    [Fact]
    public async Task CancelAfter_ClockAdvanced_CancelsTheToken()
    {
        var clock = new FakeTimeProvider();
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(3), clock);
        clock.Advance(TimeSpan.FromSeconds(2.999));
        Assert.False(source.IsCancellationRequested);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(source.IsCancellationRequested);
        var zero = new TaskCompletionSource();
        using var now = clock.CreateTimer(_ => zero.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await zero.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Advance_FromManyThreads_EveryTimerFiresOnceAndTimeNeverGoesBack()
    {
        var clock = new FakeTimeProvider();
        var fired = 0;
        Parallel.For(0, 8, i =>
        {
            for (var j = 1; j <= 200; j++)
            {
                clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromMilliseconds(j % 7 + 1), Timeout.InfiniteTimeSpan);
                var before = clock.GetTimestamp();
                clock.Advance(TimeSpan.FromMilliseconds(1));
                Assert.True(clock.GetTimestamp() >= before);
            }
        });
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1600, fired);
        Assert.Equal(0, clock.ArmedTimers);
    }
}
