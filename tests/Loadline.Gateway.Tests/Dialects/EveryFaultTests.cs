using System.Text;
using Loadline.Gateway.Tests.Failover;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Dialects;

/// <summary>Each way an upstream fails, before and after its first content, for each caller: passed on within its dialect and converted.</summary>
public sealed class EveryFaultTests
{
    private static readonly Dictionary<string, UpstreamScript> AfterContent = new()
    {
        ["fin"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 3) },
        ["rst"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Reset, 3) },
        ["fin without framing"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 3), Framing = BodyFraming.Close },
        ["no end"] = new() { Events = [Chunk("a"), Chunk("b")] },
        ["half an event at the end"] = new() { Events = [Chunk("a"), Chunk("b").AsMemory(0, 20).ToArray()] },
        ["error event"] = UpstreamScript.ErrorMidStream(2, "Overloaded.") with { TokenGap = TimeSpan.FromMilliseconds(700) },
        ["silence"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 3) },
    };

    public static TheoryData<string, bool, Dialect, bool> Before
    {
        get
        {
            var cases = new TheoryData<string, bool, Dialect, bool>();
            foreach (var one in FaultCases.Cases)
            {
                foreach (var caller in Speech.Callers)
                {
                    cases.Add((string)one[0], (bool)one[1], caller, true);
                    cases.Add((string)one[0], (bool)one[1], caller, false);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string, Dialect, bool> After
    {
        get
        {
            var cases = new TheoryData<string, Dialect, bool>();
            foreach (var fault in AfterContent.Keys)
            {
                foreach (var caller in Speech.Callers)
                {
                    cases.Add(fault, caller, true);
                    cases.Add(fault, caller, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Before))]
    public async Task Ask_FirstFails_ReferenceAnswersInTheCallersDialect(string fault, bool streaming, Dialect caller, bool isNative)
    {
        await using var a = FakeUpstream.Start(FaultCases.Script(fault));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            a.BaseUrl, b.BaseUrl, FaultCases.Timers(fault), dialectA: Upstream(caller, isNative), dialectB: Upstream(caller, isNative)));

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal((200, "From b.", BodyEnd.Complete), (answer.Status, Speech.Text(caller, answer), answer.End));
        Assert.True(!streaming || Speech.HasEnd(caller, answer), answer.Body);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal([FaultCases.Outcome(fault), "ok"], decision.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(("small", "large", "reference"), (decision.Choice, decision.Served, decision.ServedAs));
        Assert.Single(a.Requests);
    }

    [Theory]
    [MemberData(nameof(After))]
    public async Task Ask_StreamBreaks_CallerIsToldInItsDialectAndReset(string fault, Dialect caller, bool isNative)
    {
        await using var a = FakeUpstream.Start(AfterContent[fault]);
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            a.BaseUrl, b.BaseUrl, $"timeouts: {{ between_tokens: {(fault == "silence" ? "400ms" : "20s")} }}, fallbacks: {{ any: [large] }}", dialectA: Upstream(caller, isNative)));

        var answer = await gateway.SayAsync(caller, streaming: true);

        Assert.Equal(200, answer.Status);
        Assert.NotEqual(BodyEnd.Complete, answer.End);
        Assert.False(Speech.HasEnd(caller, answer), answer.Body);
        Assert.NotEqual("", Speech.ErrorMessage(caller, answer.Events[^1]));
        Assert.Empty(b.Requests);
        Assert.Equal("upstream_stream_broken", (await gateway.DecisionAsync(answer)).Outcome);
        Assert.Equal((1L, 0L), (gateway.StateOf("small").Failures, gateway.StateOf("small").InFlight));
    }

    [Theory]
    [MemberData(nameof(Speech.CallersBothWays), MemberType = typeof(Speech))]
    public async Task Ask_PromptTooLargeForTheChoice_TheFallbackForItAnswers(Dialect caller, bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(400, "context_length_exceeded", "This model's maximum context length is 9 tokens."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            a.BaseUrl, b.BaseUrl, "fallbacks: { context: [large] }", dialectA: Speech.ConfigName(caller)));

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal((200, "From b."), (answer.Status, Speech.Text(caller, answer)));
        Assert.Equal("upstream_context_overflow", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
    }

    [Theory]
    [MemberData(nameof(Speech.CallersBothWays), MemberType = typeof(Speech))]
    public async Task Ask_Observing_TheReferenceServesAndTheChoiceIsTold(Dialect caller, bool streaming)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: "mode: observe", dialectB: "gemini"));

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal("From b.", Speech.Text(caller, answer));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("small", "large"), (decision.Choice, decision.Served));
        Assert.True(decision.ChoiceCostUsd < decision.CostUsd);
        Assert.Empty(a.Requests);
    }

    [Theory]
    [MemberData(nameof(Speech.CallersBothWays), MemberType = typeof(Speech))]
    public async Task Ask_HintsInHeadersAndDeadline_AreHeeded(Dialect caller, bool streaming)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            a.BaseUrl, b.BaseUrl, "rules: [{ name: urgent, when: { priority: critical }, use: large }]", dialectB: "anthropic"));

        var urgent = await gateway.SayAsync(caller, streaming, headers: ("x-loadline-priority", "critical"));
        var dear = await gateway.SayAsync(caller, streaming, headers: ("x-loadline-max-cost-usd", "0.0000000001"));

        Assert.Equal(("From b.", "urgent"), (Speech.Text(caller, urgent), (await gateway.DecisionAsync(urgent)).Rule));
        Assert.Equal(400, dear.Status);
        Assert.Contains("cost", Speech.ErrorMessage(caller, dear.Body), StringComparison.Ordinal);
    }

    private static string Upstream(Dialect caller, bool isNative) =>
        isNative ? Speech.ConfigName(caller) : caller == Dialect.OpenAIChat ? "anthropic" : "openai-chat";

    private static byte[] Chunk(string text) =>
        Encoding.UTF8.GetBytes($$"""data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}]}""" + "\n\n");
}
