using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Forwarding;

/// <summary>What the upstream gets is the caller's own bytes, but for what must differ.</summary>
public sealed class ByteFidelityTests
{
    private const string Odd = """
        {  "zzz":{"b":1,"a":[1.0e+2,"é\u00e9"]},
          "model" : "auto" ,
          "messages":[ {"role":"user","content":"Hi \"model\":\"x\" 🙂","x":null} ], "seed":  00007e0
        }
        """;

    private static readonly string Body = Odd.Replace("00007e0", "7e0", StringComparison.Ordinal);

    [Fact]
    public async Task Ask_WholeReply_OnlyTheModelDiffers()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        await gateway.AskAsync(Body);

        Assert.Equal(Body.Replace("\"auto\"", "\"up-small\"", StringComparison.Ordinal), upstream.Requests[0].BodyText);
    }

    [Fact]
    public async Task Ask_Stream_OnlyModelAndUsageDiffer()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var body = Body.Replace("\"seed\"", "\"stream\": true, \"seed\"", StringComparison.Ordinal);

        await gateway.AskAsync(body);

        var expected = body.Replace("\"auto\"", "\"up-small\"", StringComparison.Ordinal);
        expected = "{\"stream_options\":{\"include_usage\":true}," + expected[1..];
        Assert.Equal(expected, upstream.Requests[0].BodyText);
    }

    [Theory]
    [InlineData("""{"model":"think","messages":[{"role":"user","content":"x"}],"reasoning_effort":"low"}""", """{"model":"up","messages":[{"role":"user","content":"x"}],"reasoning_effort":"high"}""")]
    [InlineData("""{"model":"think","messages":[{"role":"user","content":"x"}]}""", """{"reasoning_effort":"high","model":"up","messages":[{"role":"user","content":"x"}]}""")]
    public async Task Ask_CandidateSetsEffort_OnlyThatDiffers(string body, string expected)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, models: "  think: { provider: a, name: up, effort: high }"));

        await gateway.AskAsync(body);

        Assert.Equal(expected, upstream.Requests[0].BodyText);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_Reply_ReachesTheCallerByteForByte(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Text = "Größe 🙂 \"x\"", UsageReport = UsageReport.Never, FragmentSize = 7 });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        await using var direct = await RawClient.ConnectAsync(upstream.BaseUrl);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        await direct.PostAsync("/v1/chat/completions", upstream.Requests[0].BodyText);

        Assert.Equal((await direct.ReadResponseAsync()).Text, answer.Body);
    }

    [Fact]
    public async Task Embeddings_StreamMember_IsForwardedAndIgnored()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.PostAsync("/v1/embeddings", """{"model":"embed","input":"x","stream":true}""");

        Assert.Equal((200, "application/json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal("""{"model":"up-embed","input":"x","stream":true}""", upstream.Requests[0].BodyText);
        Assert.Equal(11, (await gateway.DecisionAsync(answer)).Usage!.Value.Input);
    }
}
