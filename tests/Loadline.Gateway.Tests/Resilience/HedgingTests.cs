using System.Diagnostics;
using Loadline.Core.Runtime;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>A second attempt beside a slow one, over sockets: one answer, the loser closed at once, both in the account.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class HedgingTests
{
    // 100 ms on a machine with nothing else to do; a busy one may hold a thread up, but what was forgotten is never closed.
    private static readonly TimeSpan Promise = TimeSpan.FromMilliseconds(Tier.Pick(5_000, 100));

    [Theory]
    [InlineData(true, "headers")]
    [InlineData(true, "first token")]
    [InlineData(false, "headers")]
    public async Task Ask_FirstIsSlow_SecondAnswersAndTheFirstIsClosedIn100Ms(bool streaming, string phase)
    {
        await using var slow = FakeUpstream.Start(phase == "headers" ? UpstreamScript.Hang() : new() { TimeToFirstToken = TimeSpan.FromMinutes(1) });
        await using var quick = FakeUpstream.Start(UpstreamScript.Reply("From the second."));
        await using var gateway = await StartAsync(slow, quick);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal((200, "From the second."), (answer.Status, answer.Text));
        await slow.WaitForAsync(upstream => upstream.Connections.Single().PeerClosedAt is not null);
        var closedAfter = slow.Connections.Single().PeerClosedAfter(quick.Requests.Single().ReceivedAt);
        Assert.True(closedAfter < Promise, $"closed after {closedAfter}");
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(["p0/up-0 hedged", "p1/up-1 ok"], decision.Attempts.Select(attempt => attempt.Deployment + " " + attempt.Outcome));
        Assert.Equal((null, true), (decision.Attempts[0].CostUsd, decision.Attempts[0].PossiblyBilled));
        Assert.InRange(decision.Attempts[0].DurationMs, 10, 60_000);
        Assert.Equal(("m", "choice", "ok"), (decision.Served, decision.ServedAs, decision.Outcome));
        var metrics = await gateway.MetricsAtRestAsync();
        Assert.Equal(1, metrics.Samples["""loadline_duplicate_cost_possible_total{deployment="p0/up-0"}"""]);
        Assert.Equal(1, metrics.Samples["""loadline_attempts_total{deployment="p0/up-0",outcome="hedged"}"""]);

        // Nobody failed: no failover, and the slow one is not held to be ill.
        Assert.Equal(0, (await gateway.GetJsonAsync("/loadline/stats")).GetProperty("failovers").GetInt32());
        Assert.Equal(0, gateway.StateOf("m").Failures);
        await Invariants.HoldAsync(gateway, slow, quick);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_FirstAnswersAfterAll_SecondIsClosed(bool streaming)
    {
        await using var first = FakeUpstream.Start(new() { TimeToFirstByte = TimeSpan.FromSeconds(1), Text = "From the first." });
        await using var second = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await StartAsync(first, second);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal("From the first.", answer.Text);
        await second.WaitForAsync(upstream => upstream.Connections.Single().PeerClosedAt is not null);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(["p0/up-0 ok", "p1/up-1 hedged"], decision.Attempts.Select(attempt => attempt.Deployment + " " + attempt.Outcome));
        Assert.NotNull(decision.Usage);
        await Invariants.HoldAsync(gateway, first, second);
    }

    [Fact]
    public async Task Ask_LoserHadToldItsUsage_ItsCostIsAdded()
    {
        // Usage on a chunk before any content, as some servers send it: the loser is billed for it, and the record says so.
        var usage = """data: {"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":0,"total_tokens":1000}}"""u8;
        await using var slow = FakeUpstream.Start(new() { Events = [(byte[])[.. usage, (byte)'\n', (byte)'\n']], Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 1) });
        await using var quick = FakeUpstream.Start(UpstreamScript.Reply("From the second."));
        await using var gateway = await StartAsync(slow, quick, "price: { input: 1, output: 2 }, ");

        var decision = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming: true)));

        Assert.Equal((0.001m, false), (decision.Attempts[0].CostUsd, decision.Attempts[0].PossiblyBilled));
        Assert.Equal(decision.Attempts[0].CostUsd + decision.Attempts[1].CostUsd, decision.CostUsd);
        Assert.Equal(decision.Attempts[1].CostUsd, decision.ReferenceCostUsd);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_CallerGoesWhileBothRun_BothAreClosed(bool streaming)
    {
        await using var one = FakeUpstream.Start(UpstreamScript.Hang());
        await using var two = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await StartAsync(one, two);
        long left;
        await using (var client = await gateway.ConnectAsync())
        {
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming));
            await Task.WhenAll(one.WaitForRequestAsync(), two.WaitForRequestAsync());
            left = Stopwatch.GetTimestamp();
        }

        await one.WaitForAsync(upstream => upstream.Connections.Single().PeerClosedAt is not null);
        await two.WaitForAsync(upstream => upstream.Connections.Single().PeerClosedAt is not null);
        Assert.True(one.Connections.Single().PeerClosedAfter(left) < Promise);
        Assert.True(two.Connections.Single().PeerClosedAfter(left) < Promise);
        await Invariants.HoldAsync(gateway, one, two);
    }

    [Fact]
    public async Task Ask_BothFail_CallerGetsTheErrorAndNothingIsHeld()
    {
        await using var one = FakeUpstream.Start(UpstreamScript.Error(503) with { TimeToFirstByte = TimeSpan.FromMilliseconds(700) });
        await using var two = FakeUpstream.Start(UpstreamScript.Error(500, message: "From the second.") with { TimeToFirstByte = TimeSpan.FromMilliseconds(750) });
        await using var gateway = await StartAsync(one, two);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: false));

        // A third attempt repeats one of them, as without hedging.
        Assert.InRange(answer.Status, 500, 503);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(["upstream_unavailable", "upstream_unavailable", "upstream_unavailable"], decision.Attempts.Select(attempt => attempt.Outcome));
        await Invariants.HoldAsync(gateway, one, two);
    }

    [Fact]
    public async Task Stop_WhileBothRun_BothAreClosedAndTheCallerIsTold()
    {
        await using var one = FakeUpstream.Start(UpstreamScript.Hang());
        await using var two = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await StartAsync(one, two, server: "server: { drain: 100ms }");
        var asking = gateway.AskAsync(Bodies.Chat(streaming: false));
        await two.WaitForRequestAsync();

        await gateway.StopAsync();

        Assert.Equal("shutting_down", (await asking).Code);
        await one.WaitForAsync(upstream => upstream.LiveRequests == 0);
        await two.WaitForAsync(upstream => upstream.LiveRequests == 0);
    }

    private static async Task<TestGateway> StartAsync(FakeUpstream one, FakeUpstream two, string model = "", string server = "")
    {
        var gateway = await TestGateway.StartAsync($$"""
            version: 1
            providers:
              p0: { dialect: openai-chat, url: "{{one.BaseUrl}}", api_key: key-of-p0 }
              p1: { dialect: openai-chat, url: "{{two.BaseUrl}}", api_key: key-of-p1 }
            models:
              m: { {{model}}deployments: [{ provider: p0, name: up-0 }, { provider: p1, name: up-1 }] }
            routes:
              auto: { pool: [m], hedge: { min_delay: 20ms, max_share: 100% } }
            {{server}}
            """);
        foreach (var deployment in gateway.Snapshots.Current.Deployments)
        {
            Measured(deployment);
        }

        return gateway;
    }

    private static void Measured(DeploymentSnapshot deployment)
    {
        for (var i = 0; i < 100; i++)
        {
            deployment.State.FirstContentTimes.Add(20);
            deployment.State.WholeTimes.Add(20);
        }
    }
}
