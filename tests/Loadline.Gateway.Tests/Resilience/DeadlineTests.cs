using System.Diagnostics;
using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>One deadline over everything, and timers that fire when they should.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class DeadlineTests(ITestOutputHelper output)
{
    /// <summary>Row 36: the caller's own deadline.</summary>
    [Theory]
    [InlineData("300ms", true)]
    [InlineData("300ms", false)]
    [InlineData("0.3", false)]
    [InlineData("0.3s", true)]
    public async Task Ask_CallersDeadlineIsShorter_504AtTheDeadline(string timeout, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        upstream.DefaultScript = UpstreamScript.Default;
        await gateway.AskAsync(Bodies.Chat(streaming));
        upstream.DefaultScript = UpstreamScript.Hang();

        var took = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await gateway.AskAsync(Bodies.Chat(streaming), ("x-request-timeout", timeout));
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Assert.Equal((504, "deadline_exceeded"), (answer.Status, answer.Code));
        }

        took.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{timeout}, {(streaming ? "stream" : "whole")}: {string.Join(", ", took.Select(one => $"{one:0}"))} ms"));
        Assert.InRange(took[2], 299, 300 + Tier.Pick(10_000, 50));
        await upstream.WaitForAsync(u => u.LiveConnections <= 1);

        // The caller was in a hurry; that says nothing about the upstream.
        Assert.Equal("healthy", await StateAsync(gateway));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("ms")]
    public async Task Ask_TimeoutIsRubbish_Says400(string timeout)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var answer = await gateway.AskAsync(Bodies.Chat(false), ("x-request-timeout", timeout));
        Assert.Equal((400, "invalid_timeout"), (answer.Status, answer.Code));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Ask_CallersDeadlineIsLonger_TheRoutesHolds()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, "timeouts: { total: 200ms }"));
        var answer = await gateway.AskAsync(Bodies.Chat(false), ("x-request-timeout", "3600s"));
        Assert.Equal(504, answer.Status);
    }

    /// <summary>Rows 3 and 4 for replies that are not streamed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_WholeReplyDoesNotCome_TheNextIsAsked(bool sendsHeaders)
    {
        await using var a = FakeUpstream.Start(sendsHeaders ? UpstreamScript.HeadersThenSilence() : UpstreamScript.Hang());
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, "timeouts: { whole: 150ms, total: 20s }"));
        var answer = await gateway.AskAsync(Bodies.Chat(false));
        Assert.Equal("From b.", answer.Text);
        Assert.Equal("upstream_timeout", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
        await a.WaitForAsync(u => u.LiveConnections == 0);
        Assert.Equal(1, (await gateway.MetricsAtRestAsync()).Samples["loadline_duplicate_cost_possible_total{deployment=\"a/up-small\"}"]);
    }

    /// <summary>Row 5: whoever is last has all the time that is left.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_SlowButLast_IsWaitedFor(bool streaming)
    {
        await using var slow = FakeUpstream.Start(new UpstreamScript { TimeToFirstToken = TimeSpan.FromMilliseconds(600) });
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(slow.BaseUrl, slow.BaseUrl, "policy: { kind: fixed, use: large }, timeouts: { first_token: 200ms, whole: 200ms }")
                .Replace("policy: { kind: fixed, use: small }, ", "", StringComparison.Ordinal));
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Assert.Equal((200, UpstreamScript.Default.Text), (answer.Status, answer.Text));
        Assert.Single(slow.Requests);
    }

    /// <summary>A deadline that leaves no room for the wait that was asked for ends the request with the upstream's own words.</summary>
    [Fact]
    public async Task Ask_RetryAfterIsPastTheDeadline_AnswersAtOnce()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(429, message: "Slow down.", retryAfter: "2"));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        // Had it waited, the deadline would have ended it: 504.
        var answer = await gateway.AskAsync(Bodies.Chat(false, "m"), ("x-request-timeout", "1"));
        Assert.Equal((429, "2", "Slow down."), (answer.Status, answer.Header("Retry-After"), answer.Message));
        Assert.Single(upstream.Requests);
    }

    private static async Task<string?> StateAsync(TestGateway gateway) =>
        (await gateway.GetJsonAsync("/loadline/providers")).GetProperty("providers")[0].GetProperty("deployments")[0].GetProperty("state").GetString();
}
