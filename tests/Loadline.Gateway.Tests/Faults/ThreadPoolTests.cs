using Loadline.Gateway.Limits;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 43: whatever blocks the threads that serve requests is seen, not guessed at.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class ThreadPoolTests
{
    [Fact]
    public void Watch_WorkWaits_IsStarvedAndRemembersItForAMinute()
    {
        var time = new FakeTimeProvider();
        Action? queued = null;
        var watch = new ThreadPoolWatch(time, work => queued = work);
        watch.Probe();
        queued!();
        Assert.Equal((TimeSpan.Zero, false), (watch.Delay, watch.IsStarved));

        watch.Probe();
        var waiting = queued;
        time.Advance(TimeSpan.FromSeconds(3));
        queued = null;
        watch.Probe();
        Assert.Null(queued);
        Assert.Equal((TimeSpan.FromSeconds(3), true), (watch.Delay, watch.IsStarved));

        waiting!();
        watch.Probe();
        queued!();
        Assert.Equal((TimeSpan.Zero, true), (watch.Delay, watch.IsStarved));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.False(watch.IsStarved);
    }

    [Fact]
    public async Task Health_SomethingBlocksEveryThread_IsDegraded()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        Assert.Equal("ok", (await gateway.GetJsonAsync("/healthz")).GetProperty("status").GetString());

        // Far more than the pool adds threads for in that time; done by a thread of its own, as nothing else would run.
        using var end = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 100).Select(_ => Task.Run(end.Wait)).ToList();
        var ending = new Thread(() =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(4));
            end.Set();
        });
        ending.Start();
        await Task.WhenAll(blocked);
        ending.Join();

        var health = await gateway.GetJsonAsync("/healthz");
        Assert.Equal(("degraded", true), (health.GetProperty("status").GetString(), health.GetProperty("threadsStarved").GetBoolean()));
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "m"))).Status);
    }
}
