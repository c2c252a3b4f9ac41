using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Policies;

/// <summary>The router model: its choice, its cost, its cache, and what happens where it fails.</summary>
public sealed class RouterModelTests
{
    private const string Policy = "{ kind: llm, model: judge, choices: { small: \"everyday questions\", large: \"proofs\" }, timeout: 20s }";

    private static string Config(FakeUpstream answers, FakeUpstream router, string policy = Policy) => $$"""
        version: 1
        providers:
          a: { dialect: openai-chat, url: "{{answers.BaseUrl}}", api_key: ka }
          r: { dialect: openai-chat, url: "{{router.BaseUrl}}", api_key: kr }
        models:
          small: { provider: a, name: up-small, {{Configs.Small}} }
          large: { provider: a, name: up-large, {{Configs.Large}} }
          judge: { provider: r, name: up-judge, price: { input: 0.1, output: 0.4 } }
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            rules:
              - { name: asked, when: { turns: ">= 1" }, policy: {{policy}} }
              - { name: after, when: { turns: ">= 1" }, policy: { kind: fixed, use: large } }
            policy: { kind: fixed, use: large }
        """;

    private static UpstreamScript Says(string label) => new() { Text = "{\"label\": \"" + label + "\"}", Usage = new(100, CompletionTokens: 10) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_GoodLabel_ChoosesAndItsCostIsCounted(bool streaming)
    {
        await using var answers = FakeUpstream.Start(new UpstreamScript { Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) });
        await using var router = FakeUpstream.Start(Says("small"));
        await using var gateway = await TestGateway.StartAsync(Config(answers, router));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var record = await gateway.DecisionAsync(answer);

        Assert.Equal("small", record.Served);
        Assert.Equal("asked", record.Rule);
        Assert.Equal("llm: the router model chose small", record.Signals.Why);
        Assert.Equal([AttemptKinds.Router, AttemptKinds.Answer], record.Attempts.Select(attempt => attempt.Kind));
        Assert.Equal(0.000014m, record.Attempts[0].CostUsd);
        Assert.Equal(0.001m + 0.000014m, record.CostUsd);
        using var asked = router.Requests[0].Json();
        Assert.Equal("up-judge", asked.RootElement.GetProperty("model").GetString());
        Assert.Contains("small: everyday questions", router.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.Equal("json_schema", asked.RootElement.GetProperty("response_format").GetProperty("type").GetString());
        Assert.Equal("Bearer kr", router.Requests[0].Header("Authorization"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_BeyondALimit_AsksNoRouterModel(bool streaming)
    {
        await using var answers = FakeUpstream.Start(new UpstreamScript { Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) });
        await using var router = FakeUpstream.Start(Says("small"));
        await using var gateway = await TestGateway.StartAsync(Config(answers, router, Policy.Replace("timeout", "cache: 0, timeout", StringComparison.Ordinal)));
        var slow = await Keys.CreateAsync(gateway, new KeyDraft { Name = "slow", Role = "admin", Limits = ["requests=1/day"] });
        var poor = await Keys.CreateAsync(gateway, new KeyDraft { Name = "poor", Role = "admin", Limits = ["budget=0.0025/day"] });
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":100"), Keys.Bearer(slow))).Status);
        Assert.Equal(429, (await gateway.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":100"), Keys.Bearer(slow))).Status);
        Assert.Single(router.Requests);

        // What the router model cost is spent, whether an answer follows or not.
        for (var before = 0; before < router.Requests.Count;)
        {
            before = router.Requests.Count;
            Assert.InRange(before, 1, 300);
            await gateway.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":100"), Keys.Bearer(poor));
        }

        var cost = ((router.Requests.Count - 1) * 0.000014m) + ((answers.Requests.Count - 1) * 0.001m);
        Assert.Equal(cost, await SpentAsync(gateway, poor));
        Assert.InRange(cost, 0.0023m, 0.0025m);
    }

    [Fact]
    public async Task SamePrompt_IsAskedOnce_AndCacheZeroAsksAgain()
    {
        await using var answers = FakeUpstream.Start();
        await using var router = FakeUpstream.Start(Says("small"));
        await using (var gateway = await TestGateway.StartAsync(Config(answers, router)))
        {
            await gateway.AskAsync(Bodies.Chat(false));
            var second = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false).Replace("Hello", "  hELLo ", StringComparison.Ordinal)));
            Assert.Single(router.Requests);
            Assert.Equal("llm: the router model chose small when it was asked the same before", second.Signals.Why);
            Assert.Single(second.Attempts);
        }

        await using var forgetful = await TestGateway.StartAsync(Config(answers, router, Policy.Replace("timeout", "cache: 0, timeout", StringComparison.Ordinal)));
        await forgetful.AskAsync(Bodies.Chat(false));
        await forgetful.AskAsync(Bodies.Chat(false));
        Assert.Equal(3, router.Requests.Count);
    }

    [Theory]
    [InlineData("bad", false)]
    [InlineData("bad", true)]
    [InlineData("unknown", false)]
    [InlineData("unknown", true)]
    [InlineData("error", false)]
    [InlineData("error", true)]
    [InlineData("hang", false)]
    [InlineData("hang", true)]
    [InlineData("malformed", false)]
    [InlineData("malformed", true)]
    [InlineData("gone", false)]
    [InlineData("gone", true)]
    public async Task NoGoodAnswer_FallsToTheRuleAfterIt(string kind, bool streaming)
    {
        await using var answers = FakeUpstream.Start();
        await using var router = FakeUpstream.Start(kind switch
        {
            "bad" => UpstreamScript.Reply("I think the small one."),
            "unknown" => Says("medium"),
            "error" => UpstreamScript.Error(500),
            "hang" => UpstreamScript.Hang(),
            _ => UpstreamScript.Malformed(),
        });
        await using var gateway = await TestGateway.StartAsync(Config(answers, router, kind == "hang" ? Policy.Replace("20s", "200ms", StringComparison.Ordinal) : Policy));
        if (kind == "gone")
        {
            await router.StopListeningAsync();
            router.CloseIdleConnections();
        }

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var record = await gateway.DecisionAsync(answer);

        Assert.Equal(200, answer.Status);
        Assert.Equal("large", record.Served);
        Assert.Equal("after", record.Rule);
        Assert.Equal(AttemptKinds.Router, record.Attempts[0].Kind);
        Assert.Equal(kind is "error" or "hang" or "gone", record.Attempts[0].Outcome != "ok");
    }

    [Fact]
    public async Task DailyBudget_Spent_IsNotAskedAnyMore()
    {
        await using var answers = FakeUpstream.Start();
        await using var router = FakeUpstream.Start(Says("small"));
        await using var gateway = await TestGateway.StartAsync(Config(answers, router, Policy.Replace("timeout", "daily_usd: 0.00001, timeout", StringComparison.Ordinal)));
        Assert.Equal("asked", (await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false)))).Rule);
        var second = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false).Replace("Hello", "Other", StringComparison.Ordinal)));
        Assert.Equal("after", second.Rule);
        Assert.Single(router.Requests);
    }

    private static async Task<decimal> SpentAsync(TestGateway gateway, string key) =>
        (await gateway.GetJsonAsync("/loadline/budgets", Keys.Bearer(key))).GetProperty("budgets").EnumerateArray()
            .Sum(budget => budget.GetProperty("spentUsd").GetDecimal());
}
