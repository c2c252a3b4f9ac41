using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 26: what goes wrong on one stream of a shared connection is that stream's alone.</summary>
public sealed class Http2Tests
{
    private const int InternalError = 2;
    private const int RefusedStream = 7;

    [Fact]
    public async Task Ask_ManyAtOnce_ShareOneConnection()
    {
        await using var upstream = await Http2Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        Good(await gateway.AskAsync(Bodies.Chat(true)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => gateway.AskAsync(Bodies.Chat(i % 2 == 0))));
        Assert.All(answers, Good);
        Assert.Equal((21, 1), (upstream.Requests, upstream.Connections));
        var decision = await gateway.DecisionAsync(answers[0]);
        Assert.Equal((3, 2), (decision.Usage!.Value.Input, decision.Usage.Value.Output));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_GoAwayWhileStreamsRun_TheyEndWholeAndTheNextGoElsewhere(bool streaming)
    {
        await using var upstream = await Http2Upstream.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Serve = (http, number) => Http2Upstream.AnswerAsync(http, number == 1 ? () => release.Task : null);
        await using var gateway = await StartAsync(upstream);
        var running = gateway.AskAsync(Bodies.Chat(true));
        await Eventually.TrueAsync(() => upstream.Requests == 1, "the first stream");
        upstream.Serve = static (http, _) =>
        {
            Http2Upstream.GoAway(http);
            return Http2Upstream.AnswerAsync(http);
        };
        Good(await gateway.AskAsync(Bodies.Chat(streaming)));
        upstream.Serve = static (http, _) => Http2Upstream.AnswerAsync(http);

        for (var i = 0; i < 5; i++)
        {
            Good(await gateway.AskAsync(Bodies.Chat(streaming)));
        }

        release.SetResult();
        Good(await running);
        Assert.Equal(2, upstream.Connections);
        Assert.Equal(0, gateway.StateOf("small").Failures);
    }

    /// <summary>Before any content the other answers; after it the caller is told; the neighbour on the same connection notices neither.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_StreamIsReset_ItsNeighbourGoesOn(bool hasBegun)
    {
        await using var upstream = await Http2Upstream.StartAsync();
        await using var other = FakeUpstream.Start(UpstreamScript.Reply("From other."));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Serve = (http, _) => Http2Upstream.AnswerAsync(http, () => release.Task);
        await using var gateway = await StartAsync(upstream, other.BaseUrl);
        var neighbour = gateway.AskAsync(Bodies.Chat(true));
        await Eventually.TrueAsync(() => upstream.Requests == 1, "the neighbour's stream");
        upstream.Serve = async (http, _) =>
        {
            if (hasBegun)
            {
                // Its first event is the caller's by then.
                await Http2Upstream.AnswerAsync(http, async () =>
                {
                    await committed.Task;
                    Http2Upstream.Reset(http, InternalError);
                });
                return;
            }

            Http2Upstream.Reset(http, InternalError);
        };

        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(true));
        var head = await client.ReadHeadAsync();
        committed.SetResult();
        var answer = await Answer.ReadRestAsync(client, head);

        if (hasBegun)
        {
            Assert.NotEqual(BodyEnd.Complete, answer.End);
            Assert.Contains("upstream_stream_broken", answer.Body, StringComparison.Ordinal);
            Assert.Empty(other.Requests);
        }
        else
        {
            Assert.Equal((200, "From other."), (answer.Status, answer.Text));
            Assert.Equal("upstream_broken", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
        }

        release.SetResult();
        Good(await neighbour);
        Assert.Equal((2, 1), (upstream.Requests, upstream.Connections));
    }

    /// <summary>REFUSED_STREAM says that nothing was processed: it is safe to send again, and nobody is blamed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_StreamIsRefused_IsSentAgain(bool streaming)
    {
        await using var upstream = await Http2Upstream.StartAsync();
        upstream.Serve = static (http, number) =>
        {
            if (number == 1)
            {
                Http2Upstream.Reset(http, RefusedStream);
                return Task.CompletedTask;
            }

            return Http2Upstream.AnswerAsync(http);
        };
        await using var gateway = await StartAsync(upstream);
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Good(answer);
        Assert.Equal(2, upstream.Requests);
        Assert.Single((await gateway.DecisionAsync(answer)).Attempts);
        Assert.Equal(0, gateway.StateOf("small").Failures);
    }

    [Fact]
    public async Task Ask_OneStreamAConnection_MoreConnectionsAreOpened()
    {
        await using var upstream = await Http2Upstream.StartAsync(static limits => limits.MaxStreamsPerConnection = 1);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Serve = (http, _) => Http2Upstream.AnswerAsync(http, () => release.Task);
        await using var gateway = await StartAsync(upstream);
        var asking = Enumerable.Range(0, 5).Select(_ => gateway.AskAsync(Bodies.Chat(true))).ToList();
        await Eventually.TrueAsync(() => upstream.Requests == 5, "five at once");
        release.SetResult();
        Assert.All(await Task.WhenAll(asking), Good);
        Assert.True(upstream.Connections >= 5, $"{upstream.Connections} connections");
    }

    /// <summary>An upstream that takes no more of the request than its window holds: the timer ends it, and the connection stays good for others.</summary>
    [Fact]
    public async Task Ask_UpstreamTakesNoMore_TheOtherAnswersAndTheConnectionStays()
    {
        await using var upstream = await Http2Upstream.StartAsync(static limits => limits.InitialStreamWindowSize = 65_535);
        await using var other = FakeUpstream.Start(UpstreamScript.Reply("From other."));
        await using var gateway = await StartAsync(upstream, other.BaseUrl, "timeouts: { first_token: 500ms, whole: 500ms, total: 30s }, ");
        Good(await gateway.AskAsync(Bodies.Chat(false)));
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Serve = async (http, _) =>
        {
            http.RequestAborted.Register(given.SetResult);
            await given.Task;
        };
        var large = await gateway.AskAsync(Bodies.Chat(false, more: $",\"user\":\"{new string('u', 400_000)}\""));
        Assert.Equal("From other.", large.Text);
        await given.Task.WaitAsync(TimeSpan.FromSeconds(20));
        upstream.Serve = static (http, _) => Http2Upstream.AnswerAsync(http);
        Good(await gateway.AskAsync(Bodies.Chat(true)));
        Assert.Equal(1, upstream.Connections);
    }

    /// <summary>A caller that goes ends its own stream only, at once.</summary>
    [Theory]
    [InlineData("fin")]
    [InlineData("rst")]
    [InlineData("half")]
    public async Task Caller_Goes_ItsStreamIsResetAndTheConnectionStays(string way)
    {
        await using var upstream = await Http2Upstream.StartAsync();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Serve = (http, _) => Http2Upstream.AnswerAsync(http, () =>
        {
            http.RequestAborted.Register(gone.SetResult);
            return gone.Task;
        });
        await using var gateway = await StartAsync(upstream);
        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(true));
        await client.ReadHeadAsync();
        client.Leave(way);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
        upstream.Serve = static (http, _) => Http2Upstream.AnswerAsync(http);
        Good(await gateway.AskAsync(Bodies.Chat(true)));
        Assert.Equal(1, upstream.Connections);
        Assert.Equal(0, gateway.StateOf("small").Failures);
    }

    /// <summary>A server that speaks only HTTP/1.1 where <c>http: 2</c> was written is broken, and the other answers.</summary>
    [Fact]
    public async Task Ask_UpstreamSpeaksHttp1Only_TheOtherAnswers()
    {
        await using var one = FakeUpstream.Start();
        await using var other = FakeUpstream.Start(UpstreamScript.Reply("From other."));
        await using var gateway = await TestGateway.StartAsync(Config(one.BaseUrl, other.BaseUrl, "timeouts: { first_token: 1s, whole: 1s, total: 30s }, "));
        Assert.Equal("From other.", (await gateway.AskAsync(Bodies.Chat(true))).Text);
    }

    private static Task<TestGateway> StartAsync(Http2Upstream upstream, Uri? other = null, string route = "") =>
        TestGateway.StartAsync(Config(upstream.BaseUrl, other ?? upstream.BaseUrl, route, both: other is null));

    private static string Config(Uri two, Uri other, string route = "", bool both = false) => Configs.Pair(two, other, route.TrimEnd(',', ' '))
        .Replace($"api_key: {Configs.KeyOfA}", $"http: 2, api_key: {Configs.KeyOfA}", StringComparison.Ordinal)
        .Replace($"api_key: {Configs.KeyOfB}", $"http: {(both ? "2" : "1.1")}, api_key: {Configs.KeyOfB}", StringComparison.Ordinal);

    private static void Good(Answer answer) => Assert.Equal((200, BodyEnd.Complete, "From two."), (answer.Status, answer.End, answer.Text));
}
