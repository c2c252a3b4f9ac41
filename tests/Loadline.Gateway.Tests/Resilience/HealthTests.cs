using System.Diagnostics;
using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>What fails is left alone, callers do not notice, and what was cut off comes back.</summary>
public sealed class HealthTests(ITestOutputHelper output)
{
    public static TheoryData<string, bool> Dead
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var fault in new[] { "503", "fin", "refused", "401" })
            {
                cases.Add(fault, true);
                cases.Add(fault, false);
            }

            return cases;
        }
    }

    /// <summary>Rows 1, 9, 11 and 12: one of two deployments is dead in some way.</summary>
    [Theory]
    [MemberData(nameof(Dead))]
    public async Task Ask_OneOfTwoIsDead_NoCallerNoticesAndItIsLeftAlone(string fault, bool streaming)
    {
        await using var bad = FakeUpstream.Start(fault switch
        {
            "503" => UpstreamScript.Error(503),
            "401" => UpstreamScript.Error(401),
            _ => new UpstreamScript { Fault = UpstreamFault.BeforeHeaders(FaultKind.Fin) },
        });
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        if (fault == "refused")
        {
            await bad.StopListeningAsync();
        }

        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(bad.BaseUrl, good.BaseUrl));
        for (var i = 0; i < 60; i++)
        {
            var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
            Assert.Equal((200, "From good."), (answer.Status, answer.Text));
        }

        var most = fault switch { "401" => 1, "refused" => 0, _ => 5 };
        Assert.Equal(most, bad.Requests.Count);
        var report = (await gateway.GetJsonAsync("/loadline/providers")).GetProperty("providers");
        Assert.Equal("benched", report[0].GetProperty("deployments")[0].GetProperty("state").GetString());
        Assert.Equal(fault == "401" ? "benched" : "healthy", report[0].GetProperty("credential").GetString());
        Assert.Equal(fault == "refused" ? "benched" : "healthy", report[0].GetProperty("address").GetString());
        Assert.True(report[0].GetProperty("deployments")[0].GetProperty("backInSeconds").GetDouble() > 0);
        Assert.Equal("healthy", report[1].GetProperty("deployments")[0].GetProperty("state").GetString());
        Assert.Equal(3, (await gateway.MetricsAtRestAsync()).Samples["loadline_deployment_state{deployment=\"p0/up-0\"}"]);
    }

    /// <summary>Row 24 and the way back: an outage ends, a probe finds out, traffic returns.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_OutageEnds_ProbesFindOutAndTrafficReturns(bool streaming)
    {
        var time = new FakeTimeProvider();
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(a.BaseUrl, b.BaseUrl), time);
        for (var i = 0; i < 10; i++)
        {
            await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        }

        Assert.Equal(5, a.Requests.Count);
        a.DefaultScript = UpstreamScript.Default;
        time.Advance(TimeSpan.FromSeconds(7));
        for (var i = 0; i < 10; i++)
        {
            await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        }

        time.Advance(TimeSpan.FromSeconds(11));
        await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        Assert.Equal(16, a.Requests.Count);
        var state = (await gateway.GetJsonAsync("/loadline/providers")).GetProperty("providers")[0].GetProperty("deployments")[0];
        Assert.Equal("healthy", state.GetProperty("state").GetString());
    }

    /// <summary>Row 15: everything is down.</summary>
    [Theory]
    [InlineData("try", 502)]
    [InlineData("refuse", 503)]
    public async Task Ask_EverythingIsDown_FailsFastWithoutAStorm(string mode, int status)
    {
        using var closed = new ClosedPort();

        // On a clock that stands still no bench ends, so that no request is the probe after it; and none has the time to wait for the end.
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(closed.BaseUrl, closed.BaseUrl, $"timeouts: {{ total: 2s }}, on_all_down: {mode}"), new FakeTimeProvider());
        for (var i = 0; i < 5; i++)
        {
            await gateway.AskAsync(Bodies.Chat(false));
        }

        var took = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await gateway.AskAsync(Bodies.Chat(i % 2 == 0));
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Assert.Equal(status, answer.Status);
            Assert.Equal(mode == "refuse", answer.Header("Retry-After") is { } wait && int.Parse(wait, CultureInfo.InvariantCulture) >= 1);
            Assert.True((await gateway.DecisionAsync(answer)).Attempts.Count <= (mode == "refuse" ? 0 : 2));
        }

        took.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mode}: median {took[25]:0.0} ms, worst {took[^1]:0.0} ms"));
        Assert.True(took[45] < Tier.Pick(2_000, 50), $"p90 {took[45]} ms");
    }

    /// <summary>Row 10: the wait that was asked for is kept by all requests.</summary>
    [Fact]
    public async Task Ask_RetryAfter_DeploymentIsLeftAloneForThatLong()
    {
        var time = new FakeTimeProvider();
        await using var a = FakeUpstream.Start();
        a.Enqueue(UpstreamScript.Error(429, retryAfter: "30"));
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(a.BaseUrl, b.BaseUrl), time);
        await AskAsync(3);
        Assert.Equal((1, 3), (a.Requests.Count, b.Requests.Count));
        time.Advance(TimeSpan.FromSeconds(29));
        await AskAsync(2);
        Assert.Single(a.Requests);
        time.Advance(TimeSpan.FromSeconds(2));
        await AskAsync(2);
        Assert.True(a.Requests.Count > 1);

        async Task AskAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(i % 2 == 0, "m"))).Status);
            }
        }
    }

    /// <summary>Row 13, in small: 100 % failure of one of two upstreams under load.</summary>
    [Fact]
    public async Task Ask_OneOfTwoFailsAtTwoHundredASecond_NoErrorAndHardlyAnyExtraAttempt()
    {
        var requests = 200 * Tier.Pick(3, 60);
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start(new UpstreamScript { TimeToFirstByte = TimeSpan.FromMilliseconds(20) });
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(a.BaseUrl, b.BaseUrl));
        await gateway.AskAsync(Bodies.Chat(false, "m"));
        var started = Stopwatch.GetTimestamp();
        var asking = new List<Task<Answer>>();
        while (asking.Count < requests)
        {
            var due = Stopwatch.GetElapsedTime(started).TotalSeconds * 200;

            // A machine that stood still is not to make up for it in one moment.
            for (var i = 0; i < 20 && asking.Count < Math.Min(due, requests); i++)
            {
                asking.Add(gateway.AskAsync(Bodies.Chat(asking.Count % 2 == 0, "m")));
            }

            await Task.Delay(1);
        }

        var answers = await Task.WhenAll(asking);
        var errors = answers.Count(answer => answer.Status != 200);
        var attempts = a.Requests.Count + b.Requests.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{requests} requests at 200/s, one of two upstreams dead: {errors} errors, {(double)attempts / (requests + 1):0.000} attempts a request, {a.Requests.Count} reached the dead one"));
        Assert.Equal(0, errors);
        Assert.True(attempts <= 1.2 * requests, $"{attempts} attempts");

        // Once benched it is asked by probes alone: two a bench, and benches double from 5 s.
        var opened = a.Requests[Math.Min(4, a.Requests.Count - 1)].ReceivedAt;
        var later = a.Requests.Count(request => Stopwatch.GetElapsedTime(opened, request.ReceivedAt) > TimeSpan.FromSeconds(0.5));
        output.WriteLine($"{later} of them after the breaker had opened");
        Assert.True(later <= Tier.Pick(30, 12), $"{later} after the breaker had opened");
        Assert.True(a.Requests.Count <= Tier.Pick(60, 20) + later, $"{a.Requests.Count} reached the dead one");
        await Invariants.HoldAsync(gateway, a, b);
    }
}
