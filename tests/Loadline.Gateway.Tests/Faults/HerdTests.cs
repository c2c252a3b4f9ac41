using Loadline.Core.Catalog;
using Loadline.Gateway.Tests.Kit;
using Loadline.Gateway.Upstreams;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 39: five hundred come at the same moment, and what they share is made once.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class HerdTests
{
    private const int Callers = 500;

    [Fact]
    public async Task Ask_FiveHundredAtOnceAfterAReload_OneClientServesThemAll()
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { TimeToFirstByte = TimeSpan.FromMilliseconds(50) });
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        for (var round = 0; round < 3; round++)
        {
            var config = Configs.Deployments(upstream.BaseUrl) + $"\nserver: {{ recent_decisions: {5000 + round} }}";
            gateway.Snapshots.Apply(Configs.Read(config), BuiltInCatalog.Instance);
            var pool = gateway.Services.GetRequiredService<UpstreamPool>();
            using var barrier = new Barrier(8);
            var provider = gateway.Snapshots.Current.Deployments[0].Provider;
            var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    return pool.For(provider);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Single(clients.Distinct());

            var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => gateway.AskAsync(Bodies.Chat(i % 2 == 0, "m"))));
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        }

        // Kept over reloads, so a herd opens no more connections than it has members.
        Assert.True(upstream.Connections.Count <= Callers + 50, $"{upstream.Connections.Count} connections");
        await Invariants.LedgerIsExactAsync(gateway, 0, upstream);
    }

    /// <summary>The moment a bench has passed, everybody could ask; two do.</summary>
    [Fact]
    public async Task Ask_FiveHundredAtOnceAsABenchEnds_TwoProbesAreSent()
    {
        var time = new FakeTimeProvider();
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(a.BaseUrl, b.BaseUrl), time);
        for (var i = 0; i < 10; i++)
        {
            await gateway.AskAsync(Bodies.Chat(false, "m"));
        }

        var before = a.Requests.Count;
        a.DefaultScript = UpstreamScript.Hang();
        time.Advance(TimeSpan.FromSeconds(7));
        var clients = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            var client = await gateway.ConnectAsync();
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(false, "m"));
            return client;
        }));
        await b.WaitForRequestAsync(10 + Callers - 2, TimeSpan.FromSeconds(60));

        Assert.Equal(2, a.Requests.Count - before);
        foreach (var client in clients)
        {
            client.Reset();
            await client.DisposeAsync();
        }
    }

    /// <summary>Row 59: whoever reads the metrics may be slow, or many; requests go on.</summary>
    [Fact]
    public async Task Metrics_ReadersThatNeverRead_HoldNobodyUp()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        var stalled = new List<RawClient>();
        for (var i = 0; i < 50; i++)
        {
            var client = await RawClient.ConnectAsync(gateway.Port, receiveBuffer: 1024);
            for (var again = 0; again < 20; again++)
            {
                await client.GetAsync("/metrics");
            }

            stalled.Add(client);
        }

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(i % 2 == 0, "m"))).Status);
        }

        Assert.Contains("loadline_requests_total", (await gateway.MetricsAtRestAsync()).Text, StringComparison.Ordinal);
        foreach (var client in stalled)
        {
            client.Reset();
            await client.DisposeAsync();
        }
    }
}
