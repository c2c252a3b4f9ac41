using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Gateway.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Loadline.Gateway.Tests.Access;

public sealed class UsageLimitTests
{
    // 1,100 tokens, 0.001 USD from small.
    private static readonly UpstreamScript Good = new() { Usage = new FakeUsage(1000, 100, CachedTokens: 400) };

    public static TheoryData<bool> BothWays => [false, true];

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Requests_BeyondTheLimit_AreTurnedAwayUnsent(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["requests=2/hour"] });
        var first = await gateway.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key));
        Assert.Equal(("2", "1"), (first.Header("ratelimit-limit"), first.Header("ratelimit-remaining")));
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key))).Status);
        var third = await gateway.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key));
        Assert.Equal((429, "rate_limit_exceeded"), (third.Status, third.Code));
        Assert.InRange(int.Parse(third.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 1800);
        Assert.Equal(2, upstream.Requests.Count);
        Assert.Equal("over_limit", (await gateway.DecisionAsync(third)).Outcome);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Tokens_AreCountedAsTheProviderToldThem(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["tokens=2000/hour"] });

        // The fake tells 1,100 tokens an answer: the second leaves the bucket below nothing.
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key))).Status);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key))).Status);
        Assert.Equal(429, (await gateway.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key))).Status);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Budget_IsSettledToTheDigit_AndThenRefuses(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "admin_key: root"));

        // Small answers for 0.001 USD; large, which might stand in, bounds the worst case.
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["budget=0.0040/month"] });
        var served = 0;
        Answer answer;
        while ((answer = await gateway.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":100"), Keys.Bearer(key))).Status == 200)
        {
            await gateway.DecisionAsync(answer);
            served++;
        }

        Assert.Equal((429, "budget_exceeded", "false"), (answer.Status, answer.Code, answer.Header("x-should-retry")));
        Assert.InRange(served, 1, 3);
        var budget = await Keys.BudgetAsync(gateway, "root", "key");
        Assert.Equal((served * 0.001m, 0m), (budget.GetProperty("spentUsd").GetDecimal(), budget.GetProperty("reservedUsd").GetDecimal()));
        Assert.Equal(served, upstream.Requests.Count);
    }

    [Fact]
    public async Task Budget_ManyAtOnceAtItsEdge_IsNotPassed()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "admin_key: root"));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["budget=0.0200/month"] });
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => gateway.AskAsync(Bodies.Chat(false, more: ",\"max_tokens\":100"), Keys.Bearer(key))));
        var served = answers.Count(answer => answer.Status == 200);
        Assert.Equal(200, served + answers.Count(answer => answer.Status == 429));
        Assert.InRange(served, 1, 20);
        await Eventually.FindAsync(
            () => Settled(gateway) is { ReservedUsd: 0 } settled && settled.SpentUsd == served * 0.001m ? settled : null, "all of it settled");
    }

    [Fact]
    public async Task Budget_ModelWithoutAPrice_MayNotServe()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, models: "  free: { provider: a, name: up-free }"));
        var counted = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["budget=1/month"] });
        var uncounted = await Keys.CreateAsync(gateway, new KeyDraft { Name = "l" });
        Assert.Equal("no_eligible_candidate", (await gateway.AskAsync(Bodies.Chat(false, "free"), Keys.Bearer(counted))).Code);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "free"), Keys.Bearer(uncounted))).Status);
    }

    [Fact]
    public async Task TeamAndRoute_LimitsHoldForAllTheirKeysTogether()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, route: "usage: { requests: 3/hour }") + "\nteams: { search: { usage: { requests: 2/hour } } }\n");
        var a = await Keys.CreateAsync(gateway, new KeyDraft { Name = "a", Team = "search" });
        var b = await Keys.CreateAsync(gateway, new KeyDraft { Name = "b", Team = "search" });
        var other = await Keys.CreateAsync(gateway, new KeyDraft { Name = "c" });
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(a))).Status);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(b))).Status);
        Assert.Contains("team search", (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(a))).Message, StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(other))).Status);
        Assert.Contains("route auto", (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(other))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrency_IsFreedWhenTheCallerLeaves()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["concurrency=1"] });
        await using (var client = await gateway.ConnectAsync())
        {
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(true), Keys.Bearer(key));
            await Eventually.FindAsync(() => upstream.Requests.Count == 1 ? upstream : null, "the first request upstream");
            Assert.Equal(429, (await gateway.AskAsync(Bodies.Chat(true), Keys.Bearer(key))).Status);
        }

        var meters = gateway.Services.GetRequiredService<UsageMeters>();
        var ring = gateway.Services.GetRequiredService<KeyRing>();
        var held = ring.Find(key)!;
        await Eventually.FindAsync(() => meters.For(held.Subject, held.Limits, default, default) is { Running: 0 } meter ? meter : null, "the place freed");
    }

    [Fact]
    public async Task Spending_IsKept_AndTakenUpByTheNextProcess()
    {
        var store = new MemoryKeyStore();
        await using var upstream = FakeUpstream.Start(Good);
        string key;
        await using (var first = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl), keys: store))
        {
            key = await Keys.CreateAsync(first, new KeyDraft { Name = "k", Limits = ["budget=0.0040/month"] });
            await first.DecisionAsync(await first.AskAsync(Bodies.Chat(false, more: ",\"max_tokens\":100"), Keys.Bearer(key)));
            await first.StopAsync();
        }

        Assert.Equal(NanoUsd.FromUsd(0.001m), (await store.SpentAsync(DateTimeOffset.UnixEpoch)).Single().Nano);
        await using var second = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "admin_key: root"), keys: store);
        await second.DecisionAsync(await second.AskAsync(Bodies.Chat(false, more: ",\"max_tokens\":100"), Keys.Bearer(key)));
        Assert.Equal(0.002m, (await Keys.BudgetAsync(second, "root", "key")).GetProperty("spentUsd").GetDecimal());
    }

    private static BudgetStatus? Settled(TestGateway gateway) =>
        gateway.Services.GetRequiredService<UsageMeters>().Budgets(DateTimeOffset.UtcNow).SingleOrDefault();
}
