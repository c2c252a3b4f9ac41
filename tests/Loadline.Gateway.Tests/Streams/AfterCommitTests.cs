using System.Text;
using System.Text.Json;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Streams;

/// <summary>Once a byte has reached the caller, nothing is started anew and no broken answer looks whole.</summary>
public sealed class AfterCommitTests
{
    private static readonly Dictionary<string, UpstreamScript> Scripts = new()
    {
        ["fin"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 2) },
        ["rst"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Reset, 2) },
        ["fin without framing"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 2), Framing = BodyFraming.Close },
        ["cut inside an event"] = new() { Fault = UpstreamFault.AtByte(FaultKind.Fin, 480), Framing = BodyFraming.ContentLength },
        ["no end"] = new() { Events = [Chunk("a"), Chunk("b")] },
        ["half an event at the end"] = new() { Events = [Chunk("a"), Chunk("b").AsMemory(0, 20).ToArray()] },
        ["error event"] = UpstreamScript.ErrorMidStream(2, "Overloaded.") with { TokenGap = TimeSpan.FromMilliseconds(700) },
        ["silence"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 2) },
    };

    public static TheoryData<string> Faults => [.. Scripts.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Ask_StreamBreaks_CallerIsToldAndTheConnectionAborted(string fault)
    {
        await using var a = FakeUpstream.Start(Scripts[fault]);
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(a.BaseUrl, b.BaseUrl, $"timeouts: {{ between_tokens: {(fault == "silence" ? "300ms" : "20s")} }}, fallbacks: {{ any: [large] }}"));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        Assert.Equal(200, answer.Status);
        Assert.NotEqual(BodyEnd.Complete, answer.End);
        using var last = JsonDocument.Parse(answer.Events[^1]);
        var error = last.RootElement.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        Assert.NotEqual("", error.GetProperty("message").GetString());
        Assert.DoesNotContain("[DONE]", answer.Body, StringComparison.Ordinal);
        Assert.Empty(b.Requests);
        Assert.Single(a.Requests);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("upstream_stream_broken", "choice", 200), (decision.Outcome, decision.ServedAs, decision.Status));
        Assert.Equal(1, gateway.StateOf("small").Failures);
        Assert.Equal(0, gateway.StateOf("small").InFlight);
    }

    [Fact]
    public async Task Ask_StreamBreaksAfterUsage_UsageSoFarIsRecorded()
    {
        var usage = """data: {"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""" + "\n\n";
        await using var a = FakeUpstream.Start(new UpstreamScript { Events = [Chunk("a"), Encoding.UTF8.GetBytes(usage)] });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, a.BaseUrl));

        var decision = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming: true)));

        Assert.Equal("upstream_stream_broken", decision.Outcome);
        Assert.Equal(100, decision.Usage!.Value.Output);
        Assert.Equal(0.0012m, decision.CostUsd);
    }

    [Fact]
    public async Task Ask_DeadlinePassesMidStream_IsNamedAsSuch()
    {
        await using var a = FakeUpstream.Start(new UpstreamScript { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 2) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, a.BaseUrl, "timeouts: { total: 2s }"));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        Assert.NotEqual(BodyEnd.Complete, answer.End);
        Assert.Contains("deadline_exceeded", answer.Events[^1], StringComparison.Ordinal);
        Assert.Equal("deadline_exceeded", (await gateway.DecisionAsync(answer)).Outcome);
    }

    [Fact]
    public async Task Ask_FinishedWithoutDone_IsWhole()
    {
        await using var a = FakeUpstream.Start(new UpstreamScript { SendsDone = false });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, a.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        Assert.Equal((BodyEnd.Complete, UpstreamScript.Default.Text), (answer.End, answer.Text));
        Assert.Equal("ok", (await gateway.DecisionAsync(answer)).Outcome);
    }

    [Fact]
    public async Task Ask_UpstreamHoldsTheConnectionAfterDone_CallerDoesNotWaitForIt()
    {
        var time = new FakeTimeProvider();
        await using var a = FakeUpstream.Start(new UpstreamScript
        {
            Events = [Chunk("a"), Encoding.UTF8.GetBytes("data: [DONE]\n\n"), Encoding.UTF8.GetBytes(": never\n\n")],
            Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 2),
        });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, a.BaseUrl), time);

        // The gateway's clock stands still: the end must come without any timer.
        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        Assert.Equal((BodyEnd.Complete, "a"), (answer.End, answer.Text));
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return a.LiveConnections == 0;
        }, "the connection that never ended to be dropped");
        Assert.Equal("ok", (await gateway.DecisionAsync(answer)).Outcome);
    }

    private static byte[] Chunk(string text) =>
        Encoding.UTF8.GetBytes($$"""data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}]}""" + "\n\n");
}
