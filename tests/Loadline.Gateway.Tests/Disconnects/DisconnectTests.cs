using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Disconnects;

/// <summary>A caller that goes takes its upstream call with it: at once, always, and without a trace left behind.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class DisconnectTests(ITestOutputHelper output)
{
    private static readonly int Callers = Tier.Pick(1_000, 20_000);
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<RecordedRequest>> _received = new();

    private enum Moment
    {
        WaitingForAStream,
        WaitingForAnAnswer,
        InsideAStream,
    }

    [Fact]
    public async Task Callers_ThousandsGoAtRandomMoments_UpstreamsCloseWithin100Ms()
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = request =>
        {
            using var body = request.Json();
            var id = body.RootElement.GetProperty("user").GetString()!;
            _received[id].SetResult(request);
            return id.StartsWith(nameof(Moment.InsideAStream), StringComparison.Ordinal)
                ? new UpstreamScript { Tokens = 100_000, TokenGap = TimeSpan.FromMilliseconds(2) }
                : UpstreamScript.Hang();
        };
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "recent_decisions: 50k"));
        await LeaveAsync(gateway, upstream, new Random(7), -1);

        var took = new ConcurrentBag<TimeSpan>();
        await Parallel.ForAsync(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            took.Add(await LeaveAsync(gateway, upstream, new Random(i), i)));

        CloseTimes.Hold(took.Select(static one => one.TotalMilliseconds), "random moments", output);
        await NothingIsLeftAsync(gateway, upstream);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_GoesWhileSending_IsNoRequestOfAnyRoute(bool resets)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        await gateway.AskAsync(Bodies.Chat(false));
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(9).Count == 1, "the first record");

        for (var i = 0; i < 5; i++)
        {
            await using var client = await gateway.ConnectAsync();
            var request = RawClient.Request(TestGateway.Chat, Bodies.Chat(false));
            await client.SendAsync(request.AsMemory(0, request.Length - 10));
            await Eventually.TrueAsync(() => IsActiveAsync(gateway, 1), "the request to be under way");
            if (resets)
            {
                client.Reset();
            }
            else
            {
                client.Close();
            }

            await Eventually.TrueAsync(() => IsActiveAsync(gateway, 0), "the request to end");
        }

        // The pooled exchange had served a request before: none of it may be told again.
        Assert.Single(gateway.Decisions.Recent(9));
        Assert.Single(upstream.Requests);
        Assert.True(gateway.Logs.Errors.Count == 0, string.Join('\n', gateway.Logs.Errors));
    }

    private static async Task<bool> IsActiveAsync(TestGateway gateway, int requests) =>
        (await gateway.MetricsAsync()).Samples.GetValueOrDefault("loadline_requests_active") == requests;

    private async Task<TimeSpan> LeaveAsync(TestGateway gateway, FakeUpstream upstream, Random random, int number)
    {
        var moment = (Moment)random.Next(3);
        var id = string.Create(CultureInfo.InvariantCulture, $"{moment}{number}");
        _received[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(moment != Moment.WaitingForAnAnswer, more: $",\"user\":\"{id}\""));
        var request = await _received[id].Task.WaitAsync(TimeSpan.FromSeconds(20));
        if (moment == Moment.InsideAStream)
        {
            await ReadSomeAsync(client, random.Next(1, 20));
        }

        var connection = upstream.Connections.First(one => one.Id == request.ConnectionId);
        var left = Stopwatch.GetTimestamp();
        if (random.Next(2) == 0)
        {
            client.Reset();
        }
        else
        {
            client.Close();
        }

        await connection.PeerClosed.WaitAsync(TimeSpan.FromSeconds(20));
        return connection.PeerClosedAfter(left)!.Value;
    }

    private static async Task ReadSomeAsync(RawClient client, int events)
    {
        await client.ReadHeadAsync();
        await foreach (var _ in client.ReadEventsAsync())
        {
            if (--events == 0)
            {
                return;
            }
        }
    }

    private static async Task NothingIsLeftAsync(TestGateway gateway, FakeUpstream upstream)
    {
        await upstream.WaitForAsync(u => u.LiveRequests == 0 && u.LiveConnections == 0);
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(50_000).Count == Callers + 1, "all records");
        Assert.All(gateway.Decisions.Recent(50_000), decision => Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status)));
        Assert.Equal((0, 0), (gateway.StateOf("small").InFlight, gateway.StateOf("small").Failures));
        await Eventually.TrueAsync(() => IsActiveAsync(gateway, 0), "no active request");
        var stats = await gateway.GetJsonAsync("/loadline/stats");
        Assert.Equal((0, Callers + 1), (stats.GetProperty("errors").GetInt32(), stats.GetProperty("callerGone").GetInt32()));
        Assert.Empty(gateway.Logs.Errors);
        Assert.Empty(upstream.Errors);
    }
}
