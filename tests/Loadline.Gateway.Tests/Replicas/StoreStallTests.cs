using System.Diagnostics;
using System.Globalization;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Replicas;

/// <summary>A PostgreSQL of one's own is frozen (SIGSTOP), killed, two seconds slow, and back, while requests with a key, limits and a budget go on.</summary>
/// <remarks>50 requests in each state in every run, 150 where LOADLINE_SLOW=1, which prints how long they took. Here a request only must not wait for the server.</remarks>
public sealed class StoreStallTests(ITestOutputHelper output)
{
    // Any wait for the database would be longer than this in these states.
    private static readonly TimeSpan NoWait = TimeSpan.FromSeconds(2);

    // All of them within the first slice, a dollar: none has to be had while the server is away.
    private static int Requests => Tier.IsSlow ? 150 : 50;

    [PostgresFact]
    public async Task Ask_ServerFrozenKilledAndSlow_WaitsForNothing_AndTheLedgerConverges()
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(1000, 100, 400) });
        await using var server = await PostgresServer.StartAsync("fsync=off");
        await using var proxy = FaultProxy.Start(server.Port);
        await using var gateway = await SharedGateways.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl), server.Address("stall", proxy.Port));
        var key = await Keys.CreateAsync(
            gateway, new KeyDraft { Name = "k", Role = "admin", Limits = ["budget=1000/month", "requests=1m/minute", "tokens=900m/minute", "concurrency=100"] });
        await Eventually.TrueAsync(async () => (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(key))).Status == 200, "there is a slice");

        await MeasureAsync(gateway, key, "well");
        await server.FreezeAsync(true);
        await MeasureAsync(gateway, key, "frozen");
        await server.FreezeAsync(false);
        await ConvergesAsync(gateway, upstream);

        await server.CrashAsync();
        await MeasureAsync(gateway, key, "killed");
        await server.RestartAsync();
        await ConvergesAsync(gateway, upstream);

        proxy.Faults = new ProxyFaults { Latency = TimeSpan.FromSeconds(2) };
        await MeasureAsync(gateway, key, "two seconds slow");
        proxy.Faults = ProxyFaults.None;
        await ConvergesAsync(gateway, upstream);
        await MeasureAsync(gateway, key, "back");
    }

    private async Task MeasureAsync(TestGateway gateway, string key, string state)
    {
        await using var client = await gateway.ConnectAsync();
        var took = new List<double>(Requests);
        for (var i = 0; i < Requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await client.PostAsync("/v1/chat/completions", Bodies.Chat(false), Keys.Bearer(key));
            Assert.Equal(200, (await Answer.ReadAsync(client)).Status);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        took.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{state}: {Requests} requests, median {took[Requests / 2]:N2} ms, 99th percentile {took[Requests * 99 / 100]:N2} ms, longest {took[^1]:N1} ms, {took.Count(static one => one > 50)} above 50 ms"));
        Assert.InRange(took[^1], 0, NoWait.TotalMilliseconds);
    }

    private static async Task ConvergesAsync(TestGateway gateway, FakeUpstream upstream)
    {
        var ledger = gateway.Services.GetRequiredService<LedgerWriter>();
        await Eventually.TrueAsync(async () => (await gateway.GetJsonAsync("/healthz")).GetProperty("status").GetString() == "ok", "it is well again");
        await Eventually.TrueAsync(
            async () => await ledger.FlushAsync() && (await ledger.Ledger.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Attempts) == upstream.Requests.Count,
            "the ledger has what the upstream counts");
    }
}
