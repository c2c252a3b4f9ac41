using System.Diagnostics;
using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Disconnects;

/// <summary>Row 28: phase × way of leaving × kind of request; queued callers are in <c>OverloadTests</c>.</summary>
public sealed class DisconnectMatrixTests(ITestOutputHelper output)
{
    private const int Times = 5;

    private static readonly string[] Everything = ["stream", "whole", "embeddings"];

    private static readonly Dictionary<string, (UpstreamScript Script, string[] Kinds)> Phases = new()
    {
        ["before headers"] = (UpstreamScript.Hang(), Everything),
        ["before content"] = (UpstreamScript.HeadersThenSilence(), Everything),
        ["mid-stream"] = (new() { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 2) }, ["stream"]),
        ["inside an event"] = (new() { Fault = UpstreamFault.AtByte(FaultKind.Hang, 620) }, ["stream"]),
        ["after usage"] = (new() { SendsDone = false, Fault = UpstreamFault.AfterBody(FaultKind.Hang) }, ["stream"]),
        ["inside a whole body"] = (new() { Fault = UpstreamFault.AtByte(FaultKind.Hang, 60) }, ["whole", "embeddings"]),
        ["error body"] = (UpstreamScript.Error(500) with { Fault = UpstreamFault.AfterHeaders(FaultKind.Hang) }, Everything),
    };

    private static readonly string[] Ways = ["fin", "rst", "half"];

    [Fact]
    public async Task Caller_GoesInAnyPhaseAnyWay_UpstreamClosesAndNothingIsLeft()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl).Replace("api_key: key", "breaker: off, api_key: key", StringComparison.Ordinal));
        await gateway.AskAsync(Bodies.Chat(true));
        var took = new List<double>();
        foreach (var (phase, (script, kinds)) in Phases)
        {
            foreach (var way in Ways)
            {
                foreach (var kind in kinds)
                {
                    for (var i = 0; i < Times; i++)
                    {
                        upstream.DefaultScript = script;
                        took.Add(await LeaveAsync(gateway, upstream, phase, way, kind));
                    }
                }
            }
        }

        took.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{took.Count} leavings: upstream closed after median {took[took.Count / 2]:0.00} ms, p99 {took[took.Count * 99 / 100]:0.00} ms, max {took[^1]:0.00} ms"));
        Assert.True(took[took.Count * 99 / 100] <= 100, $"p99 {took[took.Count * 99 / 100]} ms");
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(1000).Count == took.Count + 1, "all records");
        Assert.All(gateway.Decisions.Recent(took.Count), decision => Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status)));
        Assert.All(gateway.Snapshots.Current.Deployments, deployment => Assert.Equal(0, deployment.State.Failures));
        await Invariants.LedgerIsExactAsync(gateway, 0, upstream);
        Assert.Equal(
            Ways.Length * Times, gateway.Decisions.Recent(took.Count).Count(decision => decision.Usage is { Input: 11, Output: 5 }));
    }

    [Theory]
    [InlineData("fin")]
    [InlineData("rst")]
    [InlineData("half")]
    public async Task Caller_GoesDuringABackoff_NothingMoreIsSent(string way)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(429, retryAfter: "4"));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(true, "m"));
        await upstream.WaitForAsync(u => u.Requests.Count == 1 && u.LiveRequests == 0);
        await Eventually.TrueAsync(() => gateway.StateOf("m").Failures == 1 && gateway.StateOf("m").InFlight == 0, "the attempt to end");

        client.Leave(way);

        var decision = await Eventually.FindAsync(() => gateway.Decisions.Recent(1) is [var only] ? only : null, "the record");
        Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status));
        Assert.Single(upstream.Requests);
        await Invariants.HoldAsync(gateway, upstream);
    }

    private static async Task<double> LeaveAsync(TestGateway gateway, FakeUpstream upstream, string phase, string way, string kind)
    {
        var before = upstream.Requests.Count;
        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(
            kind == "embeddings" ? "/v1/embeddings" : TestGateway.Chat, kind switch
            {
                "embeddings" => Bodies.Embeddings,
                "stream" => Bodies.Chat(true, more: ",\"stream_options\":{\"include_usage\":true}"),
                _ => Bodies.Chat(false),
            });
        var request = await upstream.WaitForRequestAsync(before + 1);
        if (phase is "mid-stream" or "inside an event" or "after usage")
        {
            await client.ReadHeadAsync();
            var last = phase == "after usage" ? "\"usage\":{" : "\"content\":\"Hello\"";
            await using var events = client.ReadEventsAsync().GetAsyncEnumerator();
            while (await events.MoveNextAsync() && !events.Current.Data.Contains(last, StringComparison.Ordinal))
            {
            }
        }

        var connection = upstream.Connections.First(one => one.Id == request.ConnectionId);
        var left = Stopwatch.GetTimestamp();
        client.Leave(way);
        await connection.PeerClosed.WaitAsync(TimeSpan.FromSeconds(20));
        return connection.PeerClosedAfter(left)!.Value.TotalMilliseconds;
    }
}
