using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 60: the wall clock jumps, as after a leap, a suspend or a correction; nothing that waits is moved by it.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(24 * 365)]
    public async Task Ask_WallClockJumps_BenchesAndDeadlinesStayWhereTheyWere(int hours)
    {
        var time = new FakeTimeProvider();
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(a.BaseUrl, b.BaseUrl), time);
        await AskAsync(10);
        Assert.Equal(5, a.Requests.Count);
        a.DefaultScript = UpstreamScript.Default;

        time.JumpWallClock(TimeSpan.FromHours(hours));
        await AskAsync(10);
        Assert.Equal(5, a.Requests.Count);

        time.Advance(TimeSpan.FromSeconds(7));
        await AskAsync(1);
        Assert.Equal(6, a.Requests.Count);

        async Task AskAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(i % 2 == 0, "m"))).Status);
            }
        }
    }

    /// <summary>A date in Retry-After is the one thing that is read off the wall clock, and it is bounded.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Ask_RetryAfterDateWithAWrongClock_WaitsNoLongerThanABenchMay(int hours)
    {
        var time = new FakeTimeProvider();
        var date = (time.GetUtcNow() + TimeSpan.FromSeconds(30)).ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        await using var a = FakeUpstream.Start();
        a.Enqueue(UpstreamScript.Error(429, retryAfter: date));
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(a.BaseUrl, b.BaseUrl), time);
        time.JumpWallClock(TimeSpan.FromHours(hours));
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "m"))).Status);
        var left = gateway.StateOf("m").Gate.Left(gateway.Now);
        Assert.InRange(left, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }
}
