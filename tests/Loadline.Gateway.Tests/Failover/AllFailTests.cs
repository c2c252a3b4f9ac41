using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Failover;

/// <summary>What the caller is told when nobody answers.</summary>
public sealed class AllFailTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_AllRateLimited_RetryAfterReachesTheCaller(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(429, "rate_limit_exceeded", "Slow down.", retryAfter: "7"));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal((429, "7", "Slow down."), (answer.Status, answer.Header("Retry-After"), answer.Message));
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Theory]
    [InlineData("\u0007", true)]
    [InlineData("é", false)]
    public async Task Ask_RetryAfterIsRubbish_AnswersWithoutIt(string rubbish, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(429, retryAfter: "7" + rubbish));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        Assert.Equal((429, null), (answer.Status, answer.Header("Retry-After")));
        Assert.Empty(gateway.Logs.Errors);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, false)]
    public async Task Ask_ProviderRefusesOurKey_CallerSees502AndNoneOfIt(int status, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(status, "invalid_api_key", "Incorrect API key: key-of-provider-a."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal((502, "upstream_auth"), (answer.Status, answer.Code));
        Assert.DoesNotContain("key-of-", answer.Body, StringComparison.Ordinal);
        Assert.Contains("api_key", answer.Message, StringComparison.Ordinal);
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_NobodyListens_Says502AndWhatToCheck(bool streaming)
    {
        using var closed = new ClosedPort();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(closed.BaseUrl, closed.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal((502, "upstream_connect"), (answer.Status, answer.Code));
        Assert.Contains("provider 'b'", answer.Message, StringComparison.Ordinal);
        Assert.Equal("large", answer.Header("x-loadline-model"));
        Assert.True(long.Parse(answer.Header("x-loadline-overhead-us")!) >= 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_NothingComes_DeadlineEndsItWith504(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, "timeouts: { total: 200ms }"));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal((504, "deadline_exceeded"), (answer.Status, answer.Code));
        Assert.Equal("deadline_exceeded", (await gateway.DecisionAsync(answer)).Outcome);

        // A connection that was still being made at the deadline stays, idle, for the next request.
        await upstream.WaitForAsync(u => u.LiveRequests == 0);
    }

    [Theory]
    [InlineData(500, "", "application/json", true)]
    [InlineData(500, "{\"error\":{\"message\":\"half", "application/json", false)]
    [InlineData(404, "<html><title>Not here</title></html>", "text/html", true)]
    [InlineData(503, "[{\"error\":{\"message\":\"busy\"}}]", "application/json", false)]
    public async Task Ask_ErrorBodyIsNoObject_CallerGetsOurEnvelope(int status, string body, string type, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Raw(status, body, type));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        Assert.True(answer.Status >= 400 && answer.Status < 600);
        Assert.NotEqual("", answer.Message);
        Assert.Equal("application/json", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_Redirect_IsAnErrorAndTheOtherHostSeesNothing(bool streaming)
    {
        await using var elsewhere = FakeUpstream.Start();
        await using var upstream = FakeUpstream.Start(UpstreamScript.Redirect(elsewhere.BaseUrl + "/chat/completions"));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        Assert.Equal((502, "upstream_broken"), (answer.Status, answer.Code));
        Assert.Contains("redirect (307)", answer.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Connections);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_CompressedUnasked_Says502Clearly(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Gzip = true });
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        Assert.Equal(502, answer.Status);
        Assert.Contains("compressed", answer.Message, StringComparison.Ordinal);
        Assert.Null(upstream.Requests[0].Header("Accept-Encoding"));
    }

    [Fact]
    public async Task Ask_EventOverTheLimit_Says502()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Giant(17 * 1024 * 1024));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(true, "m"));

        Assert.Equal((502, "upstream_broken"), (answer.Status, answer.Code));
        Assert.Contains("larger than this gateway takes", answer.Message, StringComparison.Ordinal);
        await upstream.WaitForAsync(u => u.LiveConnections == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_ErrorBodyNeverEnds_TheNextIsAskedInTime(bool streaming)
    {
        var time = new FakeTimeProvider();
        await using var a = FakeUpstream.Start(UpstreamScript.Error(500) with { Fault = UpstreamFault.AfterHeaders(FaultKind.Hang) });
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl), time);

        var asking = gateway.AskAsync(Bodies.Chat(streaming));
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return asking.IsCompleted;
            },
            "the second to answer");

        Assert.Equal("From b.", (await asking).Text);
        Assert.True(time.Elapsed < TimeSpan.FromMinutes(1), time.Elapsed.ToString());
    }

    [Theory]
    [InlineData(BodyFraming.ContentLength)]
    [InlineData(BodyFraming.Chunked)]
    public async Task Ask_ReplyOverTheLimit_Says502(BodyFraming framing)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Giant(20_000) with { Framing = framing });
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(upstream.BaseUrl) + "\nserver: { max_response_bytes: 10kb }");

        var answer = await gateway.AskAsync(Bodies.Chat(false, "m"));

        Assert.Equal((502, "upstream_broken"), (answer.Status, answer.Code));
        Assert.Contains("server.max_response_bytes", answer.Message, StringComparison.Ordinal);
    }
}
