using System.Diagnostics;
using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Disconnects;

/// <summary>Row 28: what a caller was asked × phase × way of leaving × stream or not × passed on or converted. Plans: <see cref="DisconnectPlanTests"/>.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class DisconnectMatrixTests(ITestOutputHelper output)
{
    // In the slow tier enough for a percentile of each dialect; here one of each case.
    private static readonly int Times = Tier.Pick(1, 5);

    private static readonly Dictionary<string, (UpstreamScript Script, bool? Streaming)> Phases = new()
    {
        ["before headers"] = (UpstreamScript.Hang(), null),
        ["before content"] = (UpstreamScript.HeadersThenSilence(), null),
        ["mid-stream"] = (new() { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 2) }, true),
        ["inside an event"] = (new(), true),
        ["after the last event"] = (new() { SendsDone = false, Fault = UpstreamFault.AfterBody(FaultKind.Hang) }, true),
        ["inside a whole body"] = (new() { Fault = UpstreamFault.AtByte(FaultKind.Hang, 60) }, false),
        ["error body"] = (UpstreamScript.Error(500) with { Fault = UpstreamFault.AfterHeaders(FaultKind.Hang) }, null),
    };

    /// <summary>The four dialects, and embeddings (which is told as no dialect).</summary>
    public static TheoryData<Dialect?> Callers => [Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini, null];

    public static TheoryData<Dialect> Dialects => [Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini];

    public static string[] Ways => ["fin", "rst", "half"];

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Caller_GoesInAnyPhaseAnyWay_UpstreamClosesAndNothingIsLeft(Dialect? caller)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, caller ?? Dialect.OpenAIChat));
        var own = caller ?? Dialect.OpenAIChat;
        var inside = new Dictionary<string, int> { ["small"] = await InsideAnEventAsync(upstream, own), ["large"] = await InsideAnEventAsync(upstream, Other(own)) };

        // Where money is counted only models of known price may serve, and that for embeddings has none.
        var key = caller is null ? null : await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Limits = ["budget=1000/month"] });
        var took = new List<double>();
        foreach (var (phase, (script, streams)) in Phases)
        {
            foreach (var streaming in caller is null ? [false] : streams is { } only ? [only] : (bool[])[true, false])
            {
                // Small's provider speaks the caller's dialect, large's another. A stream's last event is not passed on before its end is known.
                foreach (var model in caller is null || phase == "after the last event" ? ["small"] : (string[])["small", "large"])
                {
                    foreach (var way in (caller is null && streams is true) || (phase == "after the last event" && caller is not Dialect.OpenAIChat) ? [] : Ways)
                    {
                        for (var i = 0; i < Times; i++)
                        {
                            upstream.DefaultScript = phase == "inside an event" ? script with { Fault = UpstreamFault.AtByte(FaultKind.Hang, inside[model]) } : script;
                            took.Add(await LeaveAsync(gateway, upstream, new(caller, model, streaming, phase, way, key)));
                        }
                    }
                }
            }
        }

        CloseTimes.Hold(took, caller?.ToString() ?? "embeddings", output);
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(1000).Count == took.Count, "all records");
        var decisions = gateway.Decisions.Recent(1000);
        Assert.All(decisions, decision => Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status)));
        Assert.All(decisions, decision => Assert.True(decision.Usage is not null || decision.Attempts[^1].PossiblyBilled));
        Assert.All(gateway.Snapshots.Current.Deployments, deployment => Assert.Equal(0, deployment.State.Failures));

        // What was told until then is on record.
        Assert.Equal(caller == Dialect.OpenAIChat ? 3 * Times : 0, decisions.Count(decision => decision.Usage is { Input: 11, Output: 5 }));
        await Invariants.HoldAsync(gateway, upstream);
    }

    /// <summary>Where the prompt's tokens are told first they are on record, whoever reads the stream and however it ends.</summary>
    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Caller_GoesOnceThePromptWasCounted_ThatIsRecorded(Dialect caller)
    {
        var script = new UpstreamScript
        {
            Events =
            [
                Event("message_start", """{"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"up","content":[],"usage":{"input_tokens":25,"output_tokens":1}}}"""),
                Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
                Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}"""),
            ],
            IsNative = true,
            Fault = UpstreamFault.AfterBody(FaultKind.Hang),
        };
        await using var upstream = FakeUpstream.Start(script);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: "anthropic"));
        foreach (var way in Ways)
        {
            await using var client = await gateway.ConnectAsync();
            await client.PostAsync(PathOf(caller, true, "small"), BodyOf(caller, true, "small"));
            await client.ReadHeadAsync();
            client.Leave(way);
        }

        await Eventually.TrueAsync(() => gateway.Decisions.Recent(9).Count == Ways.Length, "all records");
        Assert.All(gateway.Decisions.Recent(9), decision => Assert.Equal(("caller_gone", 25L, 1L), (decision.Outcome, decision.Usage!.Value.Input, decision.Usage.Value.Output)));
        await Invariants.HoldAsync(gateway, upstream);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Caller_GoesDuringABackoff_NothingMoreIsSent(Dialect caller)
    {
        foreach (var way in Ways)
        {
            await using var upstream = FakeUpstream.Start(UpstreamScript.Error(429, retryAfter: "4"));
            await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
            await using var client = await gateway.ConnectAsync();
            await client.PostAsync(PathOf(caller, true, "m"), BodyOf(caller, true, "m"));
            await upstream.WaitForAsync(u => u.Requests.Count == 1 && u.LiveRequests == 0);
            await Eventually.TrueAsync(() => gateway.StateOf("m").Failures == 1 && gateway.StateOf("m").InFlight == 0, "the attempt to end");

            client.Leave(way);

            var decision = await Eventually.FindAsync(() => gateway.Decisions.Recent(1) is [var only] ? only : null, "the record");
            Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status));
            Assert.Single(upstream.Requests);
            await Invariants.HoldAsync(gateway, upstream);
        }
    }

    private static string Config(FakeUpstream upstream, Dialect caller) => Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, dialectA: Speech.ConfigName(caller), dialectB: Speech.ConfigName(Other(caller)))
        .Replace("api_key: key", "breaker: off, api_key: key", StringComparison.Ordinal);

    private static Dialect Other(Dialect caller) => caller == Dialect.Anthropic ? Dialect.OpenAIChat : Dialect.Anthropic;

    // Behind the first word and before the end of the event with the second.
    private static async Task<int> InsideAnEventAsync(FakeUpstream upstream, Dialect dialect)
    {
        await using var client = await RawClient.ConnectAsync(upstream.Port);
        await client.PostAsync(Speech.Path(dialect, true, "m"), Speech.Body(dialect, true, "m"));
        return (await client.ReadResponseAsync()).Text.IndexOf(" from", StringComparison.Ordinal) + 5;
    }

    private static byte[] Event(string name, string data) => System.Text.Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");

    private static string PathOf(Dialect? caller, bool streaming, string model) => caller is { } dialect ? Speech.Path(dialect, streaming, model) : "/v1/embeddings";

    private static string BodyOf(Dialect? caller, bool streaming, string model) => caller switch
    {
        null => Bodies.Embeddings,
        Dialect.OpenAIChat when streaming => Bodies.Chat(true, model, ",\"stream_options\":{\"include_usage\":true}"),
        { } dialect => Speech.Body(dialect, streaming, model),
    };

    private static async Task<double> LeaveAsync(TestGateway gateway, FakeUpstream upstream, Case asked)
    {
        var before = upstream.Requests.Count;
        await using var client = await gateway.ConnectAsync();
        var key = asked.Key is null ? [] : Keys.Bearer(asked.Key);
        await client.PostAsync(PathOf(asked.Caller, asked.Streaming, asked.Model), BodyOf(asked.Caller, asked.Streaming, asked.Model), key);
        var request = await upstream.WaitForRequestAsync(before + 1);
        if (asked.Phase is "mid-stream" or "inside an event" or "after the last event")
        {
            await client.ReadHeadAsync();
            var last = asked.Phase == "after the last event" ? "\"usage\":{" : "Hello";
            await using var events = client.ReadEventsAsync().GetAsyncEnumerator();
            while (await events.MoveNextAsync() && !events.Current.Data.Contains(last, StringComparison.Ordinal))
            {
            }
        }

        var connection = upstream.Connections.First(one => one.Id == request.ConnectionId);
        var left = Stopwatch.GetTimestamp();
        client.Leave(asked.Way);
        await connection.PeerClosed.WaitAsync(TimeSpan.FromSeconds(20));
        return connection.PeerClosedAfter(left)!.Value.TotalMilliseconds;
    }

    private sealed record Case(Dialect? Caller, string Model, bool Streaming, string Phase, string Way, string? Key);
}
