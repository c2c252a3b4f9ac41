using System.Text.Json.Nodes;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Dialects;

/// <summary>Any dialect in, any dialect out: the same promises hold for each pair, streamed and not.</summary>
public sealed class EveryPairTests
{
    private static readonly UpstreamScript Good = new() { Text = "Hello from upstream.", Usage = new FakeUsage(1000) { CachedTokens = 400 } };

    public static TheoryData<Dialect, Dialect, bool> Pairs => Speech.Pairs;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_AnyPair_TextUsageAndCostAreExact(Dialect caller, Dialect upstream, bool streaming)
    {
        await using var a = FakeUpstream.Start(Good);
        await using var gateway = await StartAsync(a, a, upstream);

        var answer = await gateway.SayAsync(caller, streaming, more: WantsUsage(caller, streaming));

        Assert.Equal((200, BodyEnd.Complete), (answer.Status, answer.End));
        Assert.Equal("Hello from upstream.", Speech.Text(caller, answer));
        Assert.True(!streaming || Speech.HasEnd(caller, answer), answer.Body);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("ok", Speech.ConfigName(caller)), (decision.Outcome, decision.Dialect));
        var usage = decision.Usage!.Value;
        Assert.Equal((1000, 400), (usage.Input, usage.CachedInput));
        Assert.Equal((1000, (int)usage.Output), Speech.Usage(caller, answer));

        // 600 at 1, 400 cached at 0.5, the output at 2 USD per million.
        Assert.Equal(((600 * 1m) + (400 * 0.5m) + (usage.Output * 2m)) / 1_000_000m, decision.CostUsd);
        await Invariants.HoldAsync(gateway, a);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_FirstFailsBeforeContent_TheOtherAnswers(Dialect caller, Dialect upstream, bool streaming)
    {
        await using var a = FakeUpstream.Start(streaming ? UpstreamScript.ErrorMidStream(0) : UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await StartAsync(a, b, upstream);

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal((200, "From b.", BodyEnd.Complete), (answer.Status, Speech.Text(caller, answer), answer.End));
        Assert.Equal("large", answer.Header("x-loadline-model"));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(["upstream_unavailable", "ok"], decision.Attempts.Select(attempt => attempt.Outcome));
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_StreamBreaksAfterContent_ErrorEventOfTheCallersDialectAndAReset(Dialect caller, Dialect upstream, bool isError)
    {
        await using var a = FakeUpstream.Start(isError
            ? UpstreamScript.ErrorMidStream(2, "Overloaded.") with { TokenGap = TimeSpan.FromMilliseconds(700) }
            : new UpstreamScript { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 3), TokenGap = TimeSpan.FromMilliseconds(50) });
        await using var b = FakeUpstream.Start();
        await using var gateway = await StartAsync(a, b, upstream, "timeouts: { between_tokens: 2s }");

        var answer = await gateway.SayAsync(caller, streaming: true);

        Assert.Equal(200, answer.Status);
        Assert.NotEqual(BodyEnd.Complete, answer.End);
        Assert.False(Speech.HasEnd(caller, answer), answer.Body);
        Assert.NotEqual("", Speech.ErrorMessage(caller, answer.Events[^1]));
        Assert.Empty(b.Requests);
        Assert.Equal("upstream_stream_broken", (await gateway.DecisionAsync(answer)).Outcome);
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_AllRateLimited_StatusWordsAndRetryAfterReachTheCaller(Dialect caller, Dialect upstream, bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(429, "rate_limit_exceeded", "Slow down.", retryAfter: "7"));
        await using var gateway = await StartAsync(a, a, upstream);

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal((429, "7", "Slow down."), (answer.Status, answer.Header("Retry-After"), Speech.ErrorMessage(caller, answer.Body)));
        Assert.Equal(2, a.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_UpstreamRefusesTheRequest_ItsWordsPassAndNobodyElseIsAsked(Dialect caller, Dialect upstream, bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(400, "invalid_value", "No such shape."));
        await using var b = FakeUpstream.Start();
        await using var gateway = await StartAsync(a, b, upstream);

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal((400, "No such shape."), (answer.Status, Speech.ErrorMessage(caller, answer.Body)));
        Assert.Empty(b.Requests);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_ToolCall_ReachesTheCallerWhole(Dialect caller, Dialect upstream, bool streaming)
    {
        await using var a = FakeUpstream.Start(new UpstreamScript { ToolCalls = [new FakeToolCall("call_1", "weather", """{"city":"Bern"}""")] });
        await using var gateway = await StartAsync(a, a, upstream);

        var answer = await gateway.SayAsync(caller, streaming, more: Tools(caller));

        Assert.Equal((200, BodyEnd.Complete), (answer.Status, answer.End));
        var (name, arguments) = Calls.Only(caller, answer);
        Assert.Equal(("weather", "Bern"), (name, JsonNode.Parse(arguments)!["city"]!.GetValue<string>()));
        Assert.Contains("weather", a.Requests[0].BodyText, StringComparison.Ordinal);
    }

    private static string WantsUsage(Dialect caller, bool streaming) =>
        caller == Dialect.OpenAIChat && streaming ? ",\"stream_options\":{\"include_usage\":true}" : "";

    private static string Tools(Dialect caller)
    {
        const string schema = """{"type":"object","properties":{"city":{"type":"string"}}}""";
        return caller switch
        {
            Dialect.OpenAIResponses => $$""","tools":[{"type":"function","name":"weather","parameters":{{schema}}}]""",
            Dialect.Anthropic => $$""","tools":[{"name":"weather","input_schema":{{schema}}}]""",
            Dialect.Gemini => $$""","tools":[{"functionDeclarations":[{"name":"weather","parametersJsonSchema":{{schema}}}]}]""",
            _ => $$$""","tools":[{"type":"function","function":{"name":"weather","parameters":{{{schema}}}}}]""",
        };
    }

    private static Task<TestGateway> StartAsync(FakeUpstream a, FakeUpstream b, Dialect upstream, string route = "timeouts: { total: 20s }") =>
        TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, route, dialectA: Speech.ConfigName(upstream), dialectB: Speech.ConfigName(upstream)));
}
