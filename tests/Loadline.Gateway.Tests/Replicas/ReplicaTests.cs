using System.Text.Json;
using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Replicas;

/// <summary>What gateways on one database have in common.</summary>
public sealed class ReplicaTests
{
    [PostgresFact]
    public async Task Keys_MadeAndRevokedAtOne_HoldAtTheOther()
    {
        await using var upstream = FakeUpstream.Start();
        var (yaml, address) = (Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "admin_key: the-admin"), await SharedGateways.NewAddressAsync());
        await using var one = await SharedGateways.StartAsync(yaml, address);
        await using var other = await SharedGateways.StartAsync(yaml, address, "two");
        var made = (await one.PostAsync("/loadline/keys", """{"name":"k"}""", Keys.Bearer("the-admin"))).Json();
        var (key, id) = (made.GetProperty("text").GetString()!, made.GetProperty("key").GetProperty("id").GetString()!);

        await Eventually.TrueAsync(async () => (await other.AskAsync(Bodies.Chat(false), Keys.Bearer(key))).Status == 200, "the key opens at the other");
        Assert.Equal(200, (await one.SendAsync("DELETE", "/loadline/keys/" + id, Keys.Bearer("the-admin"))).Status);
        await Eventually.TrueAsync(async () => (await other.AskAsync(Bodies.Chat(false), Keys.Bearer(key))).Status == 401, "the key is refused at the other");
    }

    [PostgresFact]
    public async Task Health_ListsReplicas_AndShowsWhereConfigsDiffer()
    {
        await using var upstream = FakeUpstream.Start();
        var address = await SharedGateways.NewAddressAsync();
        await using var one = await SharedGateways.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl), address);
        await using (var two = await SharedGateways.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "queue: 7"), address, "two"))
        {
            await Eventually.TrueAsync(async () => (await ReplicasAsync(one)).Length == 2, "both are listed");
            var replicas = await ReplicasAsync(one);
            Assert.Equal(["one", "two"], replicas.Select(replica => replica.GetProperty("name").GetString()));
            Assert.Equal(2, replicas.Select(replica => replica.GetProperty("config").GetString()).Distinct().Count());
            await two.StopAsync();
        }

        await Eventually.TrueAsync(async () => (await ReplicasAsync(one)).Length == 1, "the one that left is gone");
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Budget_AskedForAtBoth_IsSpentOnce(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(1000, 100, 400) });
        var (yaml, address) = (Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "caller_keys: required"), await SharedGateways.NewAddressAsync());
        await using var one = await SharedGateways.StartAsync(yaml, address);
        await using var other = await SharedGateways.StartAsync(yaml, address, "two");

        // An answer costs 0.001 USD. Keys are asked for from the start: before it has heard of any, the other would let everybody in, uncounted.
        var key = await Keys.CreateAsync(one, new KeyDraft { Name = "k", Role = "admin", Limits = ["budget=0.04/month"] });
        await Eventually.TrueAsync(async () => (await other.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":100"), Keys.Bearer(key))).Status == 200, "the other has a slice");
        var gateways = new[] { one, other };

        // Asked without pause: what is left finds its way to who asks, until it covers no request any more and both say so.
        var exhausted = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                for (var i = 0; i < 2; i++)
                {
                    var answer = await gateways[i].AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":100"), Keys.Bearer(key));
                    exhausted = answer.Status != 200 && answer.Header("x-should-retry") == "false" ? exhausted + 1 : 0;
                }

                return exhausted > 20;
            },
            "the budget to be spent");
        Assert.InRange(upstream.Requests.Count, 35, 40);
        await Eventually.TrueAsync(
            async () => (await Keys.BudgetAsync(one, key, "key")).GetProperty("spentUsd").GetDecimal() == upstream.Requests.Count * 0.001m, "what both have spent is told by either");
    }

    [PostgresFact]
    public async Task Bench_AtOne_MakesTheOtherSuspicious()
    {
        await using var upstream = FakeUpstream.Start();
        var (yaml, address) = (Configs.Pair(upstream.BaseUrl, upstream.BaseUrl), await SharedGateways.NewAddressAsync());
        await using var one = await SharedGateways.StartAsync(yaml, address);
        await using var other = await SharedGateways.StartAsync(yaml, address, "two");
        var random = new Random(1);
        await Eventually.TrueAsync(
            () =>
            {
                // Benched again until the hint was heard: one may be lost while listening begins.
                one.StateOf("small").Gate.Bench(one.Now, random);
                other.StateOf("small").Gate.Failed(other.Now, other.Now, random);
                var isBenched = !other.StateOf("small").Gate.MayUse(other.Now);
                other.StateOf("small").Gate.Succeeded(other.Now + TimeSpan.FromHours(1), other.Now + TimeSpan.FromHours(1));
                return isBenched;
            },
            "one failure is enough at the other");
    }

    private static async Task<JsonElement[]> ReplicasAsync(TestGateway gateway) =>
        [.. (await gateway.GetJsonAsync("/healthz")).GetProperty("store").GetProperty("replicas").EnumerateArray()];
}
