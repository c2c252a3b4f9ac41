using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Access;

/// <summary>What a budget does not cover is refused, or served by cheaper candidates that the config names.</summary>
public sealed class OverBudgetTests
{
    // 1,100 tokens: 0.001 USD from small, 0.0001 from tiny.
    private static readonly UpstreamScript Good = new() { Usage = new FakeUsage(1000, 100, CachedTokens: 400) };

    private const string Cheaper = "  tiny: { provider: a, name: up-tiny, price: { input: 0.1, output: 0.1 } }\n  free: { provider: a, name: up-free, price: { input: 0, output: 0 } }\n";

    // One answer of large may cost 100 tokens at 20 USD a million, and its prompt: 0.002 to 0.0025.
    private const string Short = ",\"max_tokens\":100";

    public static TheoryData<bool> BothWays => [false, true];

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Budget_DoesNotCoverTheRoute_TheNamedModelServes(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "over_budget: [tiny]", models: Cheaper, server: "admin_key: root"));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["budget=0.0025/month"] });
        var rich = await gateway.AskAsync(Bodies.Chat(streaming, more: Short), Keys.Bearer(key));
        await gateway.DecisionAsync(rich);
        var poor = await gateway.AskAsync(Bodies.Chat(streaming, more: Short), Keys.Bearer(key));
        Assert.Equal((200, "small", null), (rich.Status, rich.Header("x-loadline-model"), rich.Header("x-loadline-degraded")));
        Assert.Equal((200, "tiny", "budget", "over-budget"), (poor.Status, poor.Header("x-loadline-model"), poor.Header("x-loadline-degraded"), poor.Header("x-loadline-reason")));
        Assert.Contains("up-tiny", upstream.Requests[^1].BodyText, StringComparison.Ordinal);
        var decision = await gateway.DecisionAsync(poor);
        Assert.Equal(("auto", "tiny", "uncertified", "large"), (decision.Route, decision.Served, decision.Quality, decision.Reference));
        Assert.Equal(0.0011m - 0.00099m, decision.CostUsd);
        Assert.Equal(0.00111m, (await Keys.BudgetAsync(gateway, "root", "key")).GetProperty("spentUsd").GetDecimal());
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Budget_CoversNeither_Refuses_AndIsNeverPassed(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "over_budget: [tiny]", models: Cheaper, server: "admin_key: root"));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["budget=0.0002/month"] });
        Answer answer;
        var served = 0;
        while ((answer = await gateway.AskAsync(Bodies.Chat(streaming, more: Short), Keys.Bearer(key))).Status == 200)
        {
            await gateway.DecisionAsync(answer);
            Assert.Equal("tiny", answer.Header("x-loadline-model"));
            Assert.InRange(++served, 1, 20);
        }

        Assert.Equal((429, "budget_exceeded"), (answer.Status, answer.Code));
        Assert.True(served > 0);
        Assert.Equal(served, upstream.Requests.Count);
    }

    [Fact]
    public async Task SeveralAreNamed_TheFirstThatTheBudgetCoversServes()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "over_budget: [small, tiny, free]", models: Cheaper, server: "admin_key: root"));
        var none = await Keys.CreateAsync(gateway, new KeyDraft { Name = "none", Limits = ["budget=0.000000001/month"] });
        var little = await Keys.CreateAsync(gateway, new KeyDraft { Name = "little", Limits = ["budget=0.0001/month"] });
        Assert.Equal("free", (await gateway.AskAsync(Bodies.Chat(false, more: Short), Keys.Bearer(none))).Header("x-loadline-model"));
        Assert.Equal("tiny", (await gateway.AskAsync(Bodies.Chat(false, more: Short), Keys.Bearer(little))).Header("x-loadline-model"));
    }

    [Fact]
    public async Task RoutesOwnBudget_DegradesAndIsCounted()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "over_budget: [tiny], usage: { budget: 0.0001/month }", models: Cheaper));
        Assert.Equal("tiny", (await gateway.AskAsync(Bodies.Chat(false, more: Short))).Header("x-loadline-model"));
        Assert.Equal(1, (await gateway.MetricsAtRestAsync()).Samples["loadline_requests_degraded_total{route=\"auto\"}"]);
    }

    [Fact]
    public async Task Degraded_NobodyMayServeBeyondKeyAndRule()
    {
        await using var upstream = FakeUpstream.Start(Good);
        var rules = "rules: [{ name: private, when: { priority: batch }, pool: [large], residency: on-premises }]";
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "over_budget: [tiny], " + rules, models: Cheaper));
        var scoped = await Keys.CreateAsync(gateway, new KeyDraft { Name = "scoped", Limits = ["budget=0.0001/month"], Models = ["small", "large"] });
        var free = await Keys.CreateAsync(gateway, new KeyDraft { Name = "free", Limits = ["budget=0.0001/month"] });
        Assert.Equal("budget_exceeded", (await gateway.AskAsync(Bodies.Chat(false, more: Short), Keys.Bearer(scoped))).Code);
        Assert.Equal("budget_exceeded", (await gateway.AskAsync(Bodies.Chat(false, more: Short), [.. Keys.Bearer(free), ("x-loadline-priority", "batch")])).Code);
        Assert.Equal("tiny", (await gateway.AskAsync(Bodies.Chat(false, more: Short), Keys.Bearer(free))).Header("x-loadline-model"));
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Degraded_AnswersAreNotKeptForOthers()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "over_budget: [tiny], cache: { exact: 1h }", models: Cheaper));
        var poor = await Keys.CreateAsync(gateway, new KeyDraft { Name = "poor", Team = "t", Limits = ["budget=0.0001/month"] });
        var rich = await Keys.CreateAsync(gateway, new KeyDraft { Name = "rich", Team = "t" });
        var first = await gateway.AskAsync(Bodies.Chat(false, more: Short), Keys.Bearer(poor));
        var second = await gateway.AskAsync(Bodies.Chat(false, more: Short), Keys.Bearer(rich));
        var third = await gateway.AskAsync(Bodies.Chat(false, more: Short), Keys.Bearer(poor));
        Assert.Equal(("tiny", "small", "small"), (first.Header("x-loadline-model"), second.Header("x-loadline-model"), third.Header("x-loadline-model")));
        Assert.Equal(("miss", "hit", null), (second.Header("x-loadline-cache"), third.Header("x-loadline-cache"), third.Header("x-loadline-degraded")));
    }

    [Fact]
    public async Task LimitsOtherThanBudgets_DegradeNothing()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "over_budget: [tiny], usage: { requests: 1/hour }", models: Cheaper));
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false))).Status);
        Assert.Equal("rate_limit_exceeded", (await gateway.AskAsync(Bodies.Chat(false))).Code);
    }
}
