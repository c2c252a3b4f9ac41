using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Access;

/// <summary>What calls of a model may use together: beyond it the next candidate serves, as if the model itself had said so.</summary>
public sealed class ModelLimitTests
{
    // 1,100 tokens, 0.001 USD from small.
    private static readonly UpstreamScript Good = new() { Usage = new FakeUsage(1000, 100, CachedTokens: 400) };

    public static TheoryData<bool, string> Limits { get; } = new()
    {
        { false, "requests: 1/hour" }, { true, "requests: 1/hour" }, { false, "tokens: 1000/hour" }, { true, "tokens: 1000/hour" },
        { false, "budget: 0.0011/month" }, { true, "budget: 0.0011/month" }, { false, "cost: 0.0010/hour" }, { true, "cost: 0.0010/hour" },
    };

    public static TheoryData<bool> BothWays => [false, true];

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Route_ModelAtItsLimit_TheNextServesUnasked(bool streaming, string usage)
    {
        await using var a = FakeUpstream.Start(Good);
        await using var b = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Config(a, b, usage));
        var first = await gateway.AskAsync(Body(streaming));
        await gateway.DecisionAsync(first);
        var second = await gateway.AskAsync(Body(streaming));
        var decision = await gateway.DecisionAsync(second);
        Assert.Equal((200, "small"), (first.Status, first.Header("x-loadline-model")));
        Assert.Equal((200, "large"), (second.Status, second.Header("x-loadline-model")));
        Assert.Equal(["over_limit", "ok"], decision.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal((1, 1), (a.Requests.Count, b.Requests.Count));
        Assert.Equal(0.0084m, decision.CostUsd);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Model_ByItsNameAtItsLimit_IsRefused(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Config(upstream, upstream, "requests: 1/hour"));
        Assert.Equal(200, (await gateway.AskAsync(Body(streaming, "small"))).Status);
        var second = await gateway.AskAsync(Body(streaming, "small"));
        Assert.Equal((429, "rate_limit_exceeded"), (second.Status, second.Code));
        Assert.Equal("The limit of model small is reached: requests 1/hour. Retry-After says when to come back.", second.Message);
        Assert.InRange(int.Parse(second.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 3500, 3600);
        Assert.Equal("over_limit", (await gateway.DecisionAsync(second)).Outcome);
        Assert.Equal(429, (await gateway.AskAsync(Body(streaming, "a/up-small"))).Status);
        Assert.Single(upstream.Requests);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Budget_OfAModel_IsShownAndRefuses(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Config(upstream, upstream, "budget: 0.0011/month"));
        await gateway.DecisionAsync(await gateway.AskAsync(Body(streaming, "small")));
        var second = await gateway.AskAsync(Body(streaming, "small"));
        Assert.Equal((429, "budget_exceeded", "false"), (second.Status, second.Code, second.Header("x-should-retry")));
        var budget = Assert.Single((await gateway.GetJsonAsync("/loadline/budgets")).GetProperty("budgets").EnumerateArray());
        Assert.Equal(("model small", 0.001m), (budget.GetProperty("subject").GetString(), budget.GetProperty("spentUsd").GetDecimal()));
    }

    [Fact]
    public async Task Model_MadeFromAnother_CountsAgainstBoth()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(
            Config(upstream, upstream, "requests: 3/hour", "  small-high: { use: small, effort: high, usage: { requests: 2/hour } }"));
        Assert.Equal(200, (await gateway.AskAsync(Body(false, "small-high"))).Status);
        Assert.Equal(200, (await gateway.AskAsync(Body(false, "small-high"))).Status);
        Assert.Contains("model small-high", (await gateway.AskAsync(Body(false, "small-high"))).Message, StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.AskAsync(Body(false, "small"))).Status);
        Assert.Contains("model small is", (await gateway.AskAsync(Body(false, "small"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Concurrency_IsHeldToTheLastByte_AndFreedWhenTheCallerLeaves(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Hang());
        await using var b = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Config(a, b, "concurrency: 1"));
        await using (var client = await gateway.ConnectAsync())
        {
            await client.PostAsync(TestGateway.Chat, Body(streaming));
            await Eventually.TrueAsync(() => a.Requests.Count == 1, "the first is at the upstream");
            Assert.Equal("large", (await gateway.AskAsync(Body(streaming))).Header("x-loadline-model"));
            client.Reset();
        }

        await gateway.MetricsAtRestAsync();
        a.DefaultScript = Good;
        Assert.Equal("small", (await gateway.AskAsync(Body(streaming))).Header("x-loadline-model"));
    }

    [Fact]
    public async Task Overflow_TakesNothingOfTheRetryBudgets_AndBenchesNobody()
    {
        await using var a = FakeUpstream.Start(Good);
        await using var b = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Config(a, b, "requests: 1/hour"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => gateway.AskAsync(Body(false))));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal((1, 59), (a.Requests.Count, b.Requests.Count));
        var metrics = await gateway.MetricsAtRestAsync();
        Assert.Equal(0, metrics.Samples["loadline_deployment_state{deployment=\"a/up-small\"}"]);
        Assert.DoesNotContain(metrics.Samples.Keys, name => name.StartsWith("loadline_failovers_total", StringComparison.Ordinal));
        Assert.DoesNotContain(metrics.Samples.Keys, name => name.StartsWith("loadline_duplicate_cost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Money_WithoutAPrice_IsNotSpent()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Config(upstream, upstream, "requests: 9/hour", "  odd: { provider: a, name: up-odd, usage: { budget: 1/month } }"));
        var answer = await gateway.AskAsync(Body(false, "odd"));
        Assert.Equal((400, "no_eligible_candidate"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task RouterModel_AtItsLimit_IsNotAsked()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("hard"));
        await using var b = FakeUpstream.Start(Good);
        var config = Config(a, b, "requests: 1/hour").Replace(
            "{ kind: fixed, use: small }", "{ kind: llm, model: small, choices: { small: easy, large: hard } }", StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config);
        var first = await gateway.DecisionAsync(await gateway.AskAsync(Body(false)));
        var second = await gateway.DecisionAsync(await gateway.AskAsync(Body(false).Replace("Hello", "Bye", StringComparison.Ordinal)));
        Assert.Equal("ok", first.Attempts[0].Outcome);
        Assert.Equal("over_limit", second.Attempts[0].Outcome);
        Assert.Single(a.Requests);
    }

    [Fact]
    public async Task Hedge_SecondAtItsLimit_FirstStillServes()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, route: "hedge: { min_delay: 1ms, max_delay: 1ms, max_share: 100%, to: candidates }")
            .Replace("name: up-large, ", "name: up-large, usage: { requests: 1/hour }, ", StringComparison.Ordinal));
        for (var i = 0; i < 5; i++)
        {
            var answer = await gateway.AskAsync(Body(false));
            Assert.Equal(200, answer.Status);
        }
    }

    [Theory]
    [InlineData(false, "{ kind: cascade, steps: [small, large], accept: { kind: length, min_chars: 1 } }")]
    [InlineData(true, "{ kind: cascade, steps: [small, large], accept: { kind: length, min_chars: 1 } }")]
    [InlineData(false, "{ kind: parallel, take: race, candidates: [small, large] }")]
    [InlineData(true, "{ kind: parallel, take: race, candidates: [small, large] }")]
    public async Task Plan_StepAtItsLimit_TheOthersServe(bool streaming, string plan)
    {
        await using var a = FakeUpstream.Start(Good);
        await using var b = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Config(a, b, "requests: 1/hour")
            .Replace("policy: { kind: fixed, use: small }", "plan: " + plan, StringComparison.Ordinal));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Body(streaming))).Status);
        }

        Assert.Equal("large", (await gateway.AskAsync(Body(streaming))).Header("x-loadline-model"));

        // Of a race, the one call that was allowed may have been given up before it reached anybody.
        Assert.InRange(a.Requests.Count, plan.Contains("race", StringComparison.Ordinal) ? 0 : 1, 1);
    }

    [Fact]
    public async Task Choices_AreReservedForEach()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["budget=0.01/month"] });

        // 100 tokens of large cost 0.002: one answer is covered, ten are not.
        Assert.Equal("budget_exceeded", (await gateway.AskAsync(Bodies.Chat(false, more: ",\"max_tokens\":100,\"n\":10"), Keys.Bearer(key))).Code);
        Assert.Equal(200, (await gateway.AskAsync(Body(false), Keys.Bearer(key))).Status);
    }

    private static string Body(bool streaming, string model = "auto") => Bodies.Chat(streaming, model, ",\"max_tokens\":100");

    private static string Config(FakeUpstream a, FakeUpstream b, string usage, string models = "") => Configs.Pair(a.BaseUrl, b.BaseUrl, models: models)
        .Replace("name: up-small, ", "name: up-small, usage: { " + usage + " }, ", StringComparison.Ordinal);
}
