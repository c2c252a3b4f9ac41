using System.Text.Json;
using Loadline.Core.Keys;
using Loadline.Gateway.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Access;

/// <summary>Budgets that come to a share of theirs are told of, once a period.</summary>
public sealed class BudgetAlertTests
{
    private static readonly UpstreamScript Good = new() { Usage = new FakeUsage(1000, 100, CachedTokens: 400) };

    public static TheoryData<bool> BothWays => [false, true];

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Shares_AsTheyAreReached_ArePostedOnce(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var hook = FakeUpstream.Start();
        var store = new MemoryKeyStore();
        var config = Config(upstream, hook, "budget_alerts: [20%, 50%]");
        await using (var gateway = await TestGateway.StartAsync(config, keys: store))
        {
            var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "search", Limits = ["budget=0.004/month"] });
            await SpendAsync(gateway, key, streaming);
            var first = Assert.Single(await ToldAsync(gateway, hook, 1));
            Assert.Equal(("budget-share", 0.2, 0.001, "search"), (Text(first, "kind"), Number(first, "share"), Number(first, "spentUsd"), Text(first, "key")));
            Assert.Equal(("0.004/month", 0.004, "20 % of 0.004/month USD are spent: 0.001 USD."), (Text(first, "limit"), Number(first, "limitUsd"), Text(first, "why")));
            await SpendAsync(gateway, key, streaming);
            Assert.Equal(0.5, Number((await ToldAsync(gateway, hook, 2))[1], "share"));
        }

        // Neither a later look nor a restart tells it again; what comes after comes in order.
        await using (var again = await TestGateway.StartAsync(config, keys: store))
        {
            Assert.Equal(429, (await again.AskAsync(Body(streaming), Keys.Bearer(await Keys.CreateAsync(again, new KeyDraft { Name = "small", Limits = ["budget=0.0001/month"] })))).Status);
            var last = (await ToldAsync(again, hook, 3))[2];
            Assert.Equal(("budget-exhausted", "small", JsonValueKind.Undefined), (Text(last, "kind"), Text(last, "key"), Kind(last, "share")));
            Assert.Contains(again.Logs.Lines, line => line.Contains("budget-exhausted", StringComparison.Ordinal));
        }

        Assert.Equal(3, hook.Requests.Count);
    }

    [Fact]
    public async Task TwoGatewaysOnOneStore_OneTells()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var hook = FakeUpstream.Start();
        var store = new MemoryKeyStore();
        var config = Config(upstream, hook, "budget_alerts: 1%", "usage: { budget: 0.01/month }");
        await using var a = await TestGateway.StartAsync(config, keys: store);
        await using var b = await TestGateway.StartAsync(config, keys: store);
        foreach (var gateway in new[] { a, b })
        {
            await gateway.DecisionAsync(await gateway.AskAsync(Body(false)));
            await gateway.Services.GetRequiredService<KeyUpkeep>().RunOnceAsync(CancellationToken.None);
        }

        // The last in the queue has come, so all before it have.
        var key = await Keys.CreateAsync(b, new KeyDraft { Name = "small", Limits = ["budget=0.0001/month"] });
        await b.AskAsync(Body(false), Keys.Bearer(key));
        var told = await ToldAsync(b, hook, 2);
        Assert.Equal(("route auto", "budget-share"), (Text(told[0], "budget"), Text(told[0], "kind")));
        Assert.Equal("budget-exhausted", Text(told[1], "kind"));
    }

    private static string Config(FakeUpstream upstream, FakeUpstream hook, string server, string route = "") => Configs.Pair(
        upstream.BaseUrl, upstream.BaseUrl, route: route, server: $"webhook: \"{hook.BaseUrl}/chat/completions\", {server}");

    private static string Body(bool streaming) => Bodies.Chat(streaming, more: ",\"max_tokens\":10");

    private static async Task SpendAsync(TestGateway gateway, string key, bool streaming)
    {
        var answer = await gateway.AskAsync(Body(streaming), Keys.Bearer(key));
        Assert.Equal(200, answer.Status);
        await gateway.DecisionAsync(answer);
    }

    private static async Task<JsonElement[]> ToldAsync(TestGateway gateway, FakeUpstream hook, int count)
    {
        await gateway.Services.GetRequiredService<KeyUpkeep>().RunOnceAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => hook.Requests.Count >= count, "the event is posted");
        return [.. hook.Requests.Select(request => JsonDocument.Parse(request.BodyText).RootElement)];
    }

    private static string? Text(JsonElement told, string name) => told.GetProperty(name).GetString();

    private static double Number(JsonElement told, string name) => told.GetProperty(name).GetDouble();

    private static JsonValueKind Kind(JsonElement told, string name) => told.TryGetProperty(name, out var value) ? value.ValueKind : JsonValueKind.Undefined;
}
