using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>More than can be served is turned away at once, and what is served is served well.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    /// <summary>Row 37: five times as much as can be served, and the way back.</summary>
    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task Ask_FiveTimesTheCapacity_GoodputStaysAndTheRestIsRefusedQuickly(string adaptive)
    {
        var seconds = Tier.Pick(3, 20);
        // Ten at once of 100 ms each: 100 a second.
        const double Capacity = 100;
        await using var upstream = FakeUpstream.Start(new UpstreamScript { TimeToFirstByte = TimeSpan.FromMilliseconds(100) });
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(upstream.BaseUrl) + $"\nserver: {{ max_concurrent: 10, queue: 20, queue_age: 500ms, adaptive: {adaptive} }}");
        await LoadAsync(gateway, Capacity, 0.5);

        var peak = Good(await LoadAsync(gateway, Capacity * 0.9, 2)).Count / 2.0;
        var burst = await LoadAsync(gateway, Capacity * 5, seconds);
        var after = await LoadAsync(gateway, Capacity * 0.5, 1);

        var goodput = Good(burst).Count / (double)seconds;
        var refused = burst.Where(one => one.Status != 200).ToList();
        var rejects = Sorted(refused.Where(static one => one.Ms < Tier.Pick(10_000, 400)));
        var served = Sorted(Good(burst));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"adaptive {adaptive}: peak {peak:0}/s; at 5x: goodput {goodput:0}/s, {refused.Count} refused, rejects median {rejects[rejects.Count / 2]:0.0} ms p90 {rejects[rejects.Count * 9 / 10]:0.0} ms; served p99 {served[served.Count * 99 / 100]:0} ms; afterwards {Good(after).Count}/{after.Count}"));
        // The bars of the promise are the slow tier's: a machine that others use as well has no capacity of its own to speak of.
        var (share, most) = Tier.IsSlow ? (0.9, 50) : (0.5, 2_000);
        Assert.True(goodput >= share * peak, $"{goodput} of {peak}");
        Assert.All(refused, one => Assert.Contains(one.Status, (int[])[429, 503]));
        Assert.All(refused, one => Assert.Equal("1", one.RetryAfter));
        Assert.True(rejects.Count > refused.Count * share, "most rejects come at once, not after a wait");
        Assert.True(rejects[rejects.Count * 9 / 10] < most, "rejects take too long");
        Assert.True(Good(after).Count >= (Tier.IsSlow ? after.Count : share * after.Count), $"{Good(after).Count} of {after.Count} afterwards");
        await Invariants.HoldAsync(gateway, upstream);
    }

    /// <summary>Row 38: one key asks fifty times as much as the other.</summary>
    [Fact]
    public async Task Ask_OneNoisyKey_TheOtherIsServed()
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { TimeToFirstByte = TimeSpan.FromMilliseconds(40) });
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(upstream.BaseUrl) + "\nserver: { max_concurrent: 4, queue: 40, queue_age: 2s }");
        await gateway.AskAsync(Bodies.Chat(false, "m"));
        var noisy = LoadAsync(gateway, 500, 3, "Bearer noisy");
        var quiet = await LoadAsync(gateway, 10, 3, "Bearer quiet");
        var loud = await noisy;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"noisy {Good(loud).Count}/{loud.Count}, quiet {Good(quiet).Count}/{quiet.Count}"));
        Assert.True(Good(quiet).Count >= (Tier.IsSlow ? 0.99 : 0.8) * quiet.Count, $"{Good(quiet).Count} of {quiet.Count}");
        Assert.True(Good(loud).Count < loud.Count);
        Assert.Contains(loud, one => one.Status == 429);
        await Invariants.HoldAsync(gateway, upstream);
    }

    /// <summary>Row 28 while waiting for a place: whoever goes gives it up.</summary>
    [Theory]
    [InlineData("fin")]
    [InlineData("rst")]
    [InlineData("half")]
    public async Task Ask_CallerGoesWhileQueued_ItsPlaceIsGivenUp(string way)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(upstream.BaseUrl) + "\nserver: { max_concurrent: 1, queue: 10, queue_age: 1m }");
        await using var first = await gateway.ConnectAsync();
        await first.PostAsync(TestGateway.Chat, Bodies.Chat(true, "m"));
        await upstream.WaitForRequestAsync();
        var gate = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Loadline.Gateway.Limits.AdmissionGate>(gateway.Services);
        for (var i = 0; i < 5; i++)
        {
            await using var client = await gateway.ConnectAsync();
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(i % 2 == 0, "m"));
            await Eventually.TrueAsync(() => gate.Waiting == 1, "to wait");
            client.Leave(way);
            await Eventually.TrueAsync(() => gate.Waiting == 0, "the place to be given up");
        }

        first.Reset();
        await Invariants.HoldAsync(gateway, upstream);
        Assert.Single(upstream.Requests);
    }

    private static List<Asked> Good(IReadOnlyList<Asked> asked) => [.. asked.Where(one => one.Status == 200)];

    private static List<double> Sorted(IEnumerable<Asked> asked) => [.. asked.Select(one => one.Ms).Order()];

    // Open loop: requests go out when they are due, whether or not the ones before have been answered.
    private static async Task<IReadOnlyList<Asked>> LoadAsync(TestGateway gateway, double perSecond, double seconds, string key = "Bearer one")
    {
        var results = new ConcurrentBag<Asked>();
        var asking = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        var total = (int)(perSecond * seconds);
        while (asking.Count < total)
        {
            var due = Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond;
            while (asking.Count < Math.Min(due, total))
            {
                asking.Add(AskAsync(asking.Count % 2 == 0));
            }

            await Task.Delay(1);
        }

        await Task.WhenAll(asking);
        return [.. results];

        async Task AskAsync(bool streaming)
        {
            await using var client = await gateway.ConnectAsync();
            var began = Stopwatch.GetTimestamp();
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming, "m"), ("Authorization", key));
            var answer = await Answer.ReadAsync(client);
            results.Add(new Asked(answer.Status, Stopwatch.GetElapsedTime(began).TotalMilliseconds, answer.Header("Retry-After")));
        }
    }

    private sealed record Asked(int Status, double Ms, string? RetryAfter);
}
