using System.Diagnostics;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Replicas;

/// <summary>The shared database is away, frozen or slow: what a gateway goes on doing, what it refuses, and that it finds back.</summary>
public sealed class StoreFaultTests
{
    // Any wait for the database would be longer than this under these faults.
    private static readonly TimeSpan NoWait = TimeSpan.FromSeconds(2);

    [PostgresFact]
    public async Task Start_DatabaseIsAway_LetsNobodyIn_UntilItIsThere()
    {
        await using var upstream = FakeUpstream.Start();
        var server = await PostgresServer.SharedAsync();
        var schema = "t" + Guid.NewGuid().ToString("N");
        await using var proxy = FaultProxy.Start(server.Port);
        proxy.Faults = new ProxyFaults { ResetAfter = 0 };
        var yaml = Configs.Pair(upstream.BaseUrl, upstream.BaseUrl);
        await using var gateway = await SharedGateways.StartAsync(yaml, server.Address(schema, proxy.Port));

        var refused = await gateway.AskAsync(Bodies.Chat(false));
        Assert.Equal((503, "keys_unavailable"), (refused.Status, refused.Code));
        Assert.Equal(503, (await gateway.SendAsync("GET", "/readyz")).Status);
        Assert.Equal("degraded", (await gateway.GetJsonAsync("/healthz")).GetProperty("status").GetString());
        Assert.Empty(upstream.Requests);

        proxy.Faults = ProxyFaults.None;
        await Eventually.TrueAsync(async () => (await gateway.AskAsync(Bodies.Chat(false))).Status == 200, "callers are let in");
        Assert.Equal(200, (await gateway.SendAsync("GET", "/readyz")).Status);
        await Eventually.TrueAsync(async () => (await gateway.GetJsonAsync("/healthz")).GetProperty("status").GetString() == "ok", "it is well");
    }

    [PostgresTheory]
    [InlineData("frozen", false)]
    [InlineData("frozen", true)]
    [InlineData("away", false)]
    [InlineData("slow", true)]
    public async Task Ask_DatabaseHasTrouble_WaitsForNothing_AndConverges(string trouble, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(1000, 100, 400) });
        var server = await PostgresServer.SharedAsync();
        await using var proxy = FaultProxy.Start(server.Port);
        await using var gateway = await SharedGateways.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl), server.Address("t" + Guid.NewGuid().ToString("N"), proxy.Port));
        var rich = await Keys.CreateAsync(gateway, new KeyDraft { Name = "rich", Role = "admin" });
        var poor = await Keys.CreateAsync(gateway, new KeyDraft { Name = "poor", Limits = ["budget=0.04/month"] });
        await Eventually.TrueAsync(async () => (await gateway.AskAsync(Body(streaming), Keys.Bearer(poor))).Status == 200, "there is a slice");

        proxy.Faults = trouble switch
        {
            "frozen" => new ProxyFaults { BlackHole = true },
            "away" => new ProxyFaults { ResetAfter = 0 },
            _ => new ProxyFaults { Latency = TimeSpan.FromSeconds(2) },
        };
        var (served, slowest) = (1, TimeSpan.Zero);
        for (var i = 0; i < 60; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await gateway.AskAsync(Body(streaming), Keys.Bearer(rich))).Status);
            served += (await gateway.AskAsync(Body(streaming), Keys.Bearer(poor))).Status == 200 ? 1 : 0;
            var took = Stopwatch.GetElapsedTime(started);
            slowest = took > slowest ? took : slowest;
        }

        Assert.InRange(served, 2, 40);
        Assert.InRange(slowest, TimeSpan.Zero, NoWait);
        if (trouble != "slow")
        {
            await Eventually.TrueAsync(
                async () => (await gateway.GetJsonAsync("/healthz")).GetProperty("store").TryGetProperty("keys", out _), "health tells of it");
        }

        proxy.Faults = ProxyFaults.None;
        await Eventually.TrueAsync(
            async () => (await gateway.GetJsonAsync("/healthz")).GetProperty("status").GetString() == "ok", "it is well again");
        var ledger = gateway.Services.GetRequiredService<LedgerWriter>();
        for (var tries = 0; !await ledger.FlushAsync(); tries++)
        {
            // What was sent into the void is given up after its time-out, and given again.
            Assert.InRange(tries, 0, 600);
            await Task.Delay(50);
        }

        Assert.Equal(upstream.Requests.Count, (await ledger.Ledger.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Attempts));
    }

    private static string Body(bool streaming) => Bodies.Chat(streaming, more: ",\"max_tokens\":100");
}
