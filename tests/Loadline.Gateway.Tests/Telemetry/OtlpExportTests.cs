using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Telemetry;

/// <summary>Traces and metrics as a collector gets them: what is in them, and what is not.</summary>
public sealed class OtlpExportTests
{
    private const string Prompt = "canary-of-the-prompt";
    private const string Answer = "canary-of-the-answer";
    private const string CallersKey = "canary-of-the-callers-key";

    private static readonly UpstreamScript Good = new() { Text = Answer, Usage = new FakeUsage(1000, 100, CachedTokens: 400) };

    public static TheoryData<bool> BothWays => [false, true];

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Request_IsOneSpanWithItsCallsBelow_AndNothingOfItsContent(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503, message: "busy-canary"));
        await using var b = FakeUpstream.Start(Good);
        await using var collector = FakeUpstream.Start();
        string id;
        await using (var gateway = await TestGateway.StartAsync(Config(a, b, collector)))
        {
            var body = Bodies.Chat(streaming).Replace("Hello", Prompt, StringComparison.Ordinal);
            var answer = await gateway.AskAsync(body, ("Authorization", "Bearer " + CallersKey), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
            Assert.Equal(Answer, answer.Text);
            id = answer.DecisionId!;
            await gateway.DecisionAsync(answer);
            await gateway.MetricsAtRestAsync();
            await gateway.StopAsync();
        }

        var traces = Sent(collector, "/v1/traces");
        foreach (var expected in new[]
        {
            "chat auto", "chat up-small", "chat up-large", "upstream_unavailable", id, "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model",
            "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "http.response.status_code", "error.type", "server.address", "loadline.route", "loadline.reason",
            "loadline.cost_usd", "service.name", "loadline-test",
        })
        {
            Assert.Contains(expected, traces, StringComparison.Ordinal);
        }

        // Below the caller's own span: request, two calls.
        var trace = Encoding.Latin1.GetString(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c"));
        Assert.Equal(3, traces.Split(trace).Length - 1);
        Assert.Equal(1, traces.Split(Encoding.Latin1.GetString(Convert.FromHexString("b7ad6b7169203331"))).Length - 1);

        var metrics = Sent(collector, "/v1/metrics");
        foreach (var expected in new[] { "loadline.requests", "loadline.attempts", "gen_ai.client.operation.duration", "gen_ai.client.token.usage" })
        {
            Assert.Contains(expected, metrics, StringComparison.Ordinal);
        }

        Assert.All(collector.Requests, request => Assert.Equal("secret-of-the-collector=%2C_with_signs", request.Header("x-otlp-key")));
        foreach (var secret in new[] { Prompt, Answer, CallersKey, Configs.KeyOfA, Configs.KeyOfB, "busy-canary", "secret-of-the-collector" })
        {
            Assert.DoesNotContain(secret, traces + metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sample_None_SendsOnlyWhatItsCallerSamples()
    {
        await using var upstream = FakeUpstream.Start(Good);
        await using var collector = FakeUpstream.Start();
        await using (var gateway = await TestGateway.StartAsync(Config(upstream, upstream, collector, ", sample: 0")))
        {
            await gateway.AskAsync(Bodies.Chat(false));
            await gateway.AskAsync(Bodies.Chat(false), ("traceparent", "00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-00"));
            await gateway.AskAsync(Bodies.Chat(false), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
            await gateway.AskAsync(Bodies.Chat(false), ("traceparent", "00-zz-evil\u007f-01"));
            await gateway.MetricsAtRestAsync();
            await gateway.StopAsync();
        }

        var traces = Sent(collector, "/v1/traces");
        Assert.Equal(1, traces.Split("chat auto").Length - 1);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c")), traces, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Collector_IsAway_RequestsGoOn(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        using var closed = new ClosedPort();
        var config = Configs.Pair(upstream.BaseUrl, upstream.BaseUrl) + $"\ntelemetry: {{ otlp: \"http://127.0.0.1:{closed.Port}\", metrics_every: 1s }}\n";
        await using var gateway = await TestGateway.StartAsync(config);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming))).Status);
        }
    }

    private static string Config(FakeUpstream a, FakeUpstream b, FakeUpstream collector, string more = "") => Configs.Pair(a.BaseUrl, b.BaseUrl)
        + $"\ntelemetry: {{ otlp: \"{collector.BaseUrl.GetLeftPart(UriPartial.Authority)}\", service: loadline-test, headers: {{ x-otlp-key: \"secret-of-the-collector=%2C_with_signs\" }}{more} }}\n";

    private static string Sent(FakeUpstream collector, string path) =>
        string.Concat(collector.Requests.Where(request => request.Path == path).Select(request => Encoding.Latin1.GetString(request.Body.Span)));
}
