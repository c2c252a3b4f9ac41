using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>Failures that only some candidates can mend.</summary>
public sealed class FallbackTests
{
    private const string TooLong = """{"error":{"message":"Your input exceeds the context window of this model.","code":"context_length_exceeded"}}""";
    private const string Filtered = """{"error":{"message":"The response was filtered.","code":"content_filter"}}""";
    private const string Empty = """{"error":{"message":"You exceeded your current quota.","code":"insufficient_quota"}}""";

    [Theory]
    [InlineData(400, TooLong, "", true, 400)]
    [InlineData(400, TooLong, "fallbacks: { context: [large] }", true, 200)]
    [InlineData(400, TooLong, "fallbacks: { context: [large] }", false, 200)]
    [InlineData(400, Filtered, "", true, 400)]
    [InlineData(400, Filtered, "fallbacks: { any: [large] }", false, 400)]
    [InlineData(400, Filtered, "fallbacks: { content: [large] }", true, 200)]
    [InlineData(429, Empty, "", false, 200)]
    [InlineData(429, Empty, "fallbacks: { quota: [large] }", true, 200)]
    public async Task Ask_FailureOfItsOwnKind_OnlyTheNamedStandIn(int status, string body, string more, bool streaming, int expected)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Raw(status, body));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, more));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected == 200 ? 1 : 0, b.Requests.Count);
        if (expected != 200)
        {
            Assert.Equal(body, answer.Body);
        }
    }

    /// <summary>A model's own refusal is an answer, unless the route names whom to ask then; what it cost is on record either way.</summary>
    [Theory]
    [InlineData("", true, false)]
    [InlineData("", false, false)]
    [InlineData("fallbacks: { content: [large] }", true, false)]
    [InlineData("fallbacks: { refusal: [large] }", true, true)]
    [InlineData("fallbacks: { refusal: [large] }", false, true)]
    [InlineData("fallbacks: { refusal: [small, large] }", false, false)]
    public async Task Ask_ModelDeclines_OnlyTheNamedIsAskedInstead(string more, bool streaming, bool replaced)
    {
        await using var a = FakeUpstream.Start(new UpstreamScript { Text = "I cannot help with that.", Refuses = true });
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, more));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal((200, BodyEnd.Complete, replaced ? "From b." : ""), (answer.Status, answer.End, answer.Text));
        Assert.Equal(!replaced, answer.Body.Contains("\"refusal\":\"I", StringComparison.Ordinal));
        Assert.Equal(replaced ? ["upstream_declined", "ok"] : ["ok"], decision.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(0, gateway.StateOf("small").Gate.FailureShare);
        if (replaced && !streaming)
        {
            Assert.Equal(11 + 5 * 2, decision.Attempts[0].Usage!.Value.Input + (2 * decision.Attempts[0].Usage!.Value.Output));
        }

        await Invariants.HoldAsync(gateway, a, b);
    }

    /// <summary>Nobody who could be asked instead is able to: the refusal is better than an error.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_ModelDeclinesAndTheNamedIsBenched_TheRefusalIsTheAnswer(bool streaming)
    {
        await using var a = FakeUpstream.Start(new UpstreamScript { Text = "I cannot help with that.", Refuses = true });
        using var closed = new ClosedPort();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, closed.BaseUrl, "fallbacks: { refusal: [large] }"));
        for (var i = 0; i < 3; i++)
        {
            await gateway.AskAsync(Bodies.Chat(streaming));
        }

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Assert.Equal(200, answer.Status);
        Assert.Contains("refusal\":\"I", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, Empty)]
    [InlineData(402, """{"error":{"message":"Insufficient Balance of account 4711"}}""")]
    public async Task Ask_OnlyAccountIsEmpty_CallerLearnsNothingOfIt(int status, string body)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Raw(status, body));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        var answer = await gateway.AskAsync(Bodies.Chat(false, "m"));
        Assert.Equal((503, "upstream_quota"), (answer.Status, answer.Code));
        Assert.DoesNotContain("4711", answer.Body, StringComparison.Ordinal);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Ask_KeyRefusedWithStatus400_IsOurFaultAndNotTold()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Raw(400, """{"code":"invalid-argument","error":"Incorrect API key provided: key-of-p0."}"""));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        var answer = await gateway.AskAsync(Bodies.Chat(false, "m"));
        Assert.Equal((502, "upstream_auth"), (answer.Status, answer.Code));
        Assert.DoesNotContain("key-of-", answer.Body, StringComparison.Ordinal);
    }
}
