using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Plans;

/// <summary>Several candidates at once over sockets: who is served, what becomes of the others, what is in the account.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class ParallelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_Race_FirstAnswerServesAndTheOthersAreClosed(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Hang());
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var c = FakeUpstream.Start(new() { TimeToFirstByte = TimeSpan.FromSeconds(30) });
        await using var gateway = await StartAsync(a, b, c, "take: race");

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal(("From b.", "b", BodyEnd.Complete), (answer.Text, answer.Header("x-loadline-model"), answer.End));
        await a.WaitForAsync(upstream => upstream.LiveRequests == 0);
        await c.WaitForAsync(upstream => upstream.LiveRequests == 0);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(["a not_chosen", "b ok", "c not_chosen"], decision.Attempts.Select(attempt => attempt.Model + " " + attempt.Outcome));
        Assert.Equal(("b", "stand-in", "policy=parallel"), (decision.Served, decision.ServedAs, decision.Reason));
        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_RaceWithACheck_FirstGoodAnswerServes(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("A bad one, CANARY."));
        await using var b = FakeUpstream.Start(new() { Text = "A good one.", TimeToFirstByte = TimeSpan.FromMilliseconds(100) });
        await using var c = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await StartAsync(a, b, c, "take: race, check: { kind: regex, pattern: good }");
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Assert.Equal("A good one.", answer.Text);
        Assert.DoesNotContain("CANARY", answer.Body, StringComparison.Ordinal);
        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_Vote_WhatMostComeToServesAndAllArePaid(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("It is 41."));
        await using var b = FakeUpstream.Start(Later("The answer: 42"));
        await using var c = FakeUpstream.Start(Later("We get 42."));
        await using var gateway = await StartAsync(a, b, c, "take: vote");
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Assert.Equal(("The answer: 42", "b"), (answer.Text, answer.Header("x-loadline-model")));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(3, decision.Attempts.Count);
        Assert.All(decision.Attempts, attempt => Assert.True(attempt.CostUsd > 0));
        Assert.Equal(decision.Attempts.Sum(attempt => attempt.CostUsd), decision.CostUsd);
        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Fact]
    public async Task Ask_VoteIsDecided_LateVotesAreNotWaitedFor()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("42"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("= 42"));
        await using var c = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await StartAsync(a, b, c, "take: vote");
        Assert.Equal("42", (await gateway.AskAsync(Bodies.Chat(streaming: false))).Text);
        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Fact]
    public async Task Ask_DeadlinePasses_WhatHasComeIsChosenFrom()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("41"));
        await using var b = FakeUpstream.Start(UpstreamScript.Hang());
        await using var c = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await StartAsync(a, b, c, "take: vote, deadline: 300ms");
        Assert.Equal("41", (await gateway.AskAsync(Bodies.Chat(streaming: false))).Text);
        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Fact]
    public async Task Ask_Best_HighestScoreServes()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("Short."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("A good one, and one of two."));
        await using var c = FakeUpstream.Start(UpstreamScript.Error(500));
        await using var gateway = await StartAsync(
            a, b, c, "take: best, check: { kind: score, of: [{ kind: regex, pattern: good }, { kind: length, min_chars: 10 }], at_least: 1 }");
        Assert.Equal("A good one, and one of two.", (await gateway.AskAsync(Bodies.Chat(streaming: true))).Text);
        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Fact]
    public async Task Ask_Most_BoundsTheFanOut()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("1"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("1"));
        await using var c = FakeUpstream.Start(UpstreamScript.Reply("1"));
        await using var gateway = await StartAsync(a, b, c, "take: vote, most: 2");
        await gateway.AskAsync(Bodies.Chat(streaming: false));
        Assert.Equal((1, 1, 0), (a.Requests.Count, b.Requests.Count, c.Requests.Count));
    }

    [Fact]
    public async Task Ask_EverybodyFails_CallerIsTold()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(500));
        await using var b = FakeUpstream.Start(UpstreamScript.Error(500));
        await using var c = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var gateway = await StartAsync(a, b, c, "take: race");
        Assert.InRange((await gateway.AskAsync(Bodies.Chat(streaming: false))).Status, 500, 503);
        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Fact]
    public async Task Ask_CallerGoes_AllAreClosed()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Hang());
        await using var b = FakeUpstream.Start(UpstreamScript.Hang());
        await using var c = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await StartAsync(a, b, c, "take: vote");
        await using (var client = await gateway.ConnectAsync())
        {
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming: true));
            await c.WaitForRequestAsync();
        }

        await Invariants.HoldAsync(gateway, a, b, c);
    }

    [Theory]
    [InlineData(0.6, "From b.")]
    [InlineData(0.3, "41")]
    public async Task Ask_CascadeWithSamples_DraftMustAgreeWithItself(double share, string expected)
    {
        await using var a = FakeUpstream.Start();
        a.Enqueue(UpstreamScript.Reply("41"), UpstreamScript.Reply("42"), UpstreamScript.Reply("It is 41."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Config(
            a, b, b, $"{{ kind: cascade, steps: [a, b], accept: {{ kind: agreement, samples: 2, share: {share.ToString(System.Globalization.CultureInfo.InvariantCulture)} }} }}"));
        var answer = await gateway.AskAsync(Bodies.Chat(streaming: false));
        Assert.Equal(expected, answer.Text);
        Assert.Equal(3, a.Requests.Count);
        Assert.Equal(2, (await gateway.DecisionAsync(answer)).Attempts.Count(attempt => attempt.Outcome == "not_chosen"));
        await Invariants.HoldAsync(gateway, a, b);
    }

    private static UpstreamScript Later(string text) => new() { Text = text, TimeToFirstByte = TimeSpan.FromMilliseconds(400) };

    private static Task<TestGateway> StartAsync(FakeUpstream a, FakeUpstream b, FakeUpstream c, string plan) =>
        TestGateway.StartAsync(Config(a, b, c, "{ kind: parallel, candidates: [a, b, c], " + plan + " }"));

    private static string Config(FakeUpstream a, FakeUpstream b, FakeUpstream c, string plan) => $$"""
        version: 1
        providers:
          pa: { dialect: openai-chat, url: "{{a.BaseUrl}}" }
          pb: { dialect: openai-chat, url: "{{b.BaseUrl}}" }
          pc: { dialect: openai-chat, url: "{{c.BaseUrl}}" }
        models:
          a: { provider: pa, name: ua, price: { input: 1, output: 2 } }
          b: { provider: pb, name: ub, price: { input: 1, output: 2 } }
          c: { provider: pc, name: uc, price: { input: 1, output: 2 } }
        routes:
          auto: { pool: [a, b, c], reference: c, mode: enforce, quality: uncertified, plan: {{plan}} }
        """;
}
