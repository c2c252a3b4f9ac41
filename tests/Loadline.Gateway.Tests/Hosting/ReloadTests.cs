using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Loadline.Core.Catalog;
using Loadline.Gateway.Tests.Kit;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Hosting;

/// <summary>A config is replaced under load without a failed request, and no request sees two of them.</summary>
public sealed class ReloadTests(ITestOutputHelper output)
{
    private static readonly int Reloads = Tier.Pick(40, 200);

    [Fact]
    public async Task Swap_UnderLoad_EachRequestSeesOneGeneration()
    {
        // Odd generations send everything to a, even ones to b: model, provider and name of a decision must belong together.
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(a.BaseUrl, "odd"));
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentBag<Answer>();
        var callers = Enumerable.Range(0, 4).Select(i => CallAsync(gateway, answers, streaming: i % 2 == 0, stop.Token)).ToList();

        for (var i = 0; i < Reloads; i++)
        {
            var before = answers.Count;
            gateway.Snapshots.Apply(Configs.Read(i % 2 == 0 ? Config(b.BaseUrl, "even") : Config(a.BaseUrl, "odd")), BuiltInCatalog.Instance);
            await Eventually.TrueAsync(() => answers.Count >= before + 4, "requests on the new config");
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.All(answers, answer => Assert.Equal((200, BodyEnd.Complete), (answer.Status, answer.End)));
        Assert.NotEmpty(a.Requests);
        Assert.NotEmpty(b.Requests);
        foreach (var answer in answers)
        {
            var decision = await gateway.DecisionAsync(answer);
            // More than one where an idle connection had just been closed.
            Assert.NotEmpty(decision.Attempts);
            Assert.All(decision.Attempts, attempt => Assert.Equal(decision.Generation % 2 == 0 ? "even/up-even" : "odd/up-odd", attempt.Deployment));
        }

        Assert.Equal(Reloads + 1, (await gateway.GetJsonAsync("/healthz")).GetProperty("configGeneration").GetInt32());
        Assert.Contains($"loadline_config_generation {Reloads + 1}", (await gateway.MetricsAsync()).Text, StringComparison.Ordinal);
    }

    /// <summary>Row 55 at its rate: requests go out when they are due, ten configs a second replace one another.</summary>
    [Fact]
    public async Task Swap_AtFiveHundredASecond_NoRequestFails()
    {
        var perSecond = Tier.Pick(100, 500);
        var requests = perSecond * Tier.Pick(2, 10);
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(a.BaseUrl, "odd"));
        await gateway.AskAsync(Bodies.Chat(true, "m"));
        var started = Stopwatch.GetTimestamp();
        var asking = new List<Task<Answer>>();
        var reloads = 0;
        while (asking.Count < requests)
        {
            var due = Stopwatch.GetElapsedTime(started).TotalSeconds;
            for (var i = 0; i < 50 && asking.Count < Math.Min(due * perSecond, requests); i++)
            {
                asking.Add(gateway.AskAsync(Bodies.Chat(asking.Count % 2 == 0, "m")));
            }

            if (reloads < due * 10)
            {
                gateway.Snapshots.Apply(Configs.Read(reloads++ % 2 == 0 ? Config(b.BaseUrl, "even") : Config(a.BaseUrl, "odd")), BuiltInCatalog.Instance);
            }

            await Task.Delay(1);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var answers = await Task.WhenAll(asking);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{requests} requests at {requests / seconds:0}/s, {reloads} reloads: {answers.Count(static answer => answer.Status != 200 || answer.End != BodyEnd.Complete)} failed"));
        Assert.All(answers, answer => Assert.Equal((200, BodyEnd.Complete), (answer.Status, answer.End)));
        foreach (var answer in answers)
        {
            var decision = await gateway.DecisionAsync(answer);
            // More than one where an idle connection had just been closed.
            Assert.NotEmpty(decision.Attempts);
            Assert.All(decision.Attempts, attempt => Assert.Equal(decision.Generation % 2 == 0 ? "even/up-even" : "odd/up-odd", attempt.Deployment));
        }
    }

    /// <summary>Row 55: what no request uses any more is not kept.</summary>
    [Fact]
    public async Task Swap_ManyTimes_OldGenerationsAreCollected()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream.BaseUrl, "odd"));
        var old = await OldGenerationsAsync(gateway, upstream);
        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                return old.Count(generation => generation.IsAlive) <= 1;
            },
            "old generations to be collected");
    }

    [Fact]
    public async Task Swap_ProviderStays_KeepsItsConnection()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream.BaseUrl, "odd"));
        await gateway.AskAsync(Bodies.Chat(false, "m"));
        gateway.Snapshots.Apply(Configs.Read(Config(upstream.BaseUrl, "odd") + "\nserver: { recent_decisions: 9 }"), BuiltInCatalog.Instance);

        await gateway.AskAsync(Bodies.Chat(false, "m"));

        Assert.Single(upstream.Connections);
    }

    [Fact]
    public async Task Swap_ProviderChanges_ItsOldConnectionLastsForALateRequestAndThenCloses()
    {
        await using var before = FakeUpstream.Start();
        await using var after = FakeUpstream.Start();
        var time = new FakeTimeProvider();
        await using var gateway = await TestGateway.StartAsync(Config(before.BaseUrl, "p"), time);
        var pool = gateway.Services.GetRequiredService<UpstreamPool>();
        await gateway.AskAsync(Bodies.Chat(false, "m"));
        var late = gateway.Snapshots.Current.Candidates[0].Deployments[0].Provider;
        gateway.Snapshots.Apply(Configs.Read(Config(after.BaseUrl, "p")), BuiltInCatalog.Instance);

        await gateway.AskAsync(Bodies.Chat(false, "m"));
        time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        using var request = new HttpRequestMessage(HttpMethod.Post, before.BaseUrl);
        using var answer = await pool.For(late).SendAsync(request, UpstreamOperation.Chat, null, CancellationToken.None);
        await answer.Content.LoadIntoBufferAsync();
        Assert.Equal(2, before.Requests.Count);

        time.Advance(TimeSpan.FromSeconds(2));
        using var tooLate = new HttpRequestMessage(HttpMethod.Post, before.BaseUrl);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.For(late).SendAsync(tooLate, UpstreamOperation.Chat, null, CancellationToken.None));
        await before.WaitForAsync(upstream => upstream.LiveConnections == 0);
        await gateway.AskAsync(Bodies.Chat(false, "m"));
        Assert.Equal((2, 1), (after.Requests.Count, after.Connections.Count));
    }

    [Fact]
    public async Task Swap_ProviderComesBack_HasAClientThatIsNotTakenAway()
    {
        await using var first = FakeUpstream.Start();
        await using var second = FakeUpstream.Start();
        var time = new FakeTimeProvider();
        await using var gateway = await TestGateway.StartAsync(Config(first.BaseUrl, "p"), time);
        await gateway.AskAsync(Bodies.Chat(false, "m"));
        foreach (var url in (Uri[])[second.BaseUrl, first.BaseUrl])
        {
            gateway.Snapshots.Apply(Configs.Read(Config(url, "p")), BuiltInCatalog.Instance);
            await gateway.AskAsync(Bodies.Chat(false, "m"));
        }

        time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "m"))).Status);
        await second.WaitForAsync(upstream => upstream.LiveConnections == 0);
    }

    // Apart, so that nothing of it lives on in a frame of the test.
    private static async Task<List<WeakReference>> OldGenerationsAsync(TestGateway gateway, FakeUpstream upstream)
    {
        var old = new List<WeakReference>();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(i % 2 == 0, "m"))).Status);
            old.Add(new WeakReference(gateway.Snapshots.Current));
            gateway.Snapshots.Apply(Configs.Read(Config(upstream.BaseUrl, "odd") + $"\nserver: {{ recent_decisions: {100 + i} }}"), BuiltInCatalog.Instance);
        }

        for (var i = 0; i < 10; i++)
        {
            await gateway.AskAsync(Bodies.Chat(i % 2 == 0, "m"));
        }

        return old;
    }

    private static string Config(Uri url, string name) => $$"""
        version: 1
        providers: { {{name}}: { dialect: openai-chat, url: "{{url}}" } }
        models: { m: { provider: {{name}}, name: up-{{name}} } }
        """;

    private static async Task CallAsync(TestGateway gateway, ConcurrentBag<Answer> answers, bool streaming, CancellationToken stop)
    {
        await using var client = await gateway.ConnectAsync();
        while (!stop.IsCancellationRequested)
        {
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming, "m"));
            answers.Add(await Answer.ReadAsync(client));
        }
    }
}
