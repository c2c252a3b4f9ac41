using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Repeats;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 35: a request sent twice under one <c>Idempotency-Key</c> is carried out and paid for once.</summary>
public sealed class RepeatTests
{
    private const string On = "idempotency: 10m";
    private static readonly (string, string) Once = ("Idempotency-Key", "order-17");

    public static TheoryData<Dialect, bool> Callers => new()
    {
        { Dialect.OpenAIChat, true }, { Dialect.OpenAIChat, false }, { Dialect.OpenAIResponses, true }, { Dialect.OpenAIResponses, false },
        { Dialect.Anthropic, true }, { Dialect.Anthropic, false }, { Dialect.Gemini, true }, { Dialect.Gemini, false },
    };

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_TwinsAtOnceAndOneLater_OneCallAnswersAll(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { TimeToFirstByte = TimeSpan.FromMilliseconds(100) });
        await using var gateway = await StartAsync(upstream);

        var twins = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gateway.SayAsync(caller, streaming, headers: Once)));
        var later = await gateway.SayAsync(caller, streaming, headers: Once);

        Assert.Single(upstream.Requests);
        var first = twins.Single(answer => answer.Header("x-loadline-repeated") is null);
        foreach (var answer in (Answer[])[.. twins, later])
        {
            Assert.Equal((200, BodyEnd.Complete, first.Body), (answer.Status, answer.End, answer.Body));
            Assert.Equal((first.DecisionId, first.Header("Content-Type")), (answer.DecisionId, answer.Header("Content-Type")));
        }

        await gateway.DecisionAsync(first);
        Assert.Single(gateway.Decisions.Recent(9));
        Assert.Equal(5, (await gateway.MetricsAsync()).Samples["loadline_requests_repeated_total"]);
        await Invariants.LedgerIsExactAsync(gateway, 0, upstream);
    }

    [Theory]
    [InlineData("another body")]
    [InlineData("another caller")]
    [InlineData("another address")]
    [InlineData("switched off")]
    [InlineData("after its time")]
    public async Task Ask_NotTheSame_IsNoRepeat(string what)
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream, what == "switched off" ? "recent_decisions: 9" : On, time);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Once)).Status);
        if (what == "after its time")
        {
            time.Advance(TimeSpan.FromMinutes(11));
        }

        var answer = what switch
        {
            "another body" => await gateway.AskAsync(Bodies.Chat(false, more: ",\"user\":\"u\""), Once),
            "another caller" => await gateway.AskAsync(Bodies.Chat(false), Once, ("Authorization", "Bearer else")),
            "another address" => await gateway.PostAsync("/v1/embeddings", Bodies.Embeddings, Once),
            _ => await gateway.AskAsync(Bodies.Chat(false), Once),
        };

        if (what == "another body")
        {
            Assert.Equal((422, "idempotency_key_reused"), (answer.Status, answer.Code));
            Assert.Single(upstream.Requests);
            return;
        }

        Assert.Equal((200, null), (answer.Status, answer.Header("x-loadline-repeated")));
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_FirstFailed_TheNextIsCarriedOut(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Enqueue(UpstreamScript.Error(400, "invalid_request_error"));
        await using var gateway = await StartAsync(upstream);
        Assert.Equal(400, (await gateway.AskAsync(Bodies.Chat(streaming), Once)).Status);
        var answer = await gateway.AskAsync(Bodies.Chat(streaming), Once);
        Assert.Equal((200, null), (answer.Status, answer.Header("x-loadline-repeated")));
        Assert.Equal(2, upstream.Requests.Count);
    }

    /// <summary>A stream that broke is no answer, and a caller that went took its call with it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_FirstBrokeOrLeft_TheTwinIsCarriedOut(bool leaves)
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Enqueue(new UpstreamScript { Fault = UpstreamFault.AfterTokens(leaves ? FaultKind.Hang : FaultKind.Fin, 2) });
        await using var gateway = await StartAsync(upstream);
        await using var first = await gateway.ConnectAsync();
        await first.PostAsync(TestGateway.Chat, Bodies.Chat(true), Once);
        await upstream.WaitForRequestAsync();
        var twin = gateway.AskAsync(Bodies.Chat(true), Once);
        if (leaves)
        {
            first.Reset();
        }
        else
        {
            Assert.NotEqual(BodyEnd.Complete, (await Answer.ReadAsync(first)).End);
        }

        var answer = await twin;
        Assert.Equal((200, BodyEnd.Complete, null), (answer.Status, answer.End, answer.Header("x-loadline-repeated")));
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Fact]
    public async Task Ask_TwinLeavesWhileItWaits_NothingIsLeft()
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Fault = UpstreamFault.BeforeHeaders(FaultKind.Hang) });
        await using var gateway = await StartAsync(upstream);
        await using var first = await gateway.ConnectAsync();
        await first.PostAsync(TestGateway.Chat, Bodies.Chat(false), Once);
        await upstream.WaitForRequestAsync();
        await using var twin = await gateway.ConnectAsync();
        await twin.PostAsync(TestGateway.Chat, Bodies.Chat(false), Once);
        var pool = gateway.Services.GetRequiredService<ExchangePool>();
        await Eventually.TrueAsync(() => pool.Active == 2, "the twin to wait");

        twin.Reset();
        await Eventually.TrueAsync(() => pool.Active == 1, "the twin to be gone");
        first.Reset();

        await Invariants.HoldAsync(gateway, upstream);
        Assert.Single(upstream.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("long")]
    public async Task Ask_KeyIsRubbish_Is400(string key)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream);
        var answer = await gateway.AskAsync(Bodies.Chat(false), ("Idempotency-Key", key == "long" ? new string('k', 256) : key));
        Assert.Equal((400, "invalid_idempotency_key"), (answer.Status, answer.Code));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Ask_AnswerIsTooLarge_IsNotKept()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Giant(RepeatStore.MostBytesEach));
        await using var gateway = await StartAsync(upstream);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((200, null), ((await gateway.AskAsync(Bodies.Chat(false), Once)) is var answer ? (answer.Status, answer.Header("x-loadline-repeated")) : default));
        }

        Assert.Equal(2, upstream.Requests.Count);
        Assert.Equal(0, gateway.Services.GetRequiredService<RepeatStore>().Bytes);
    }

    [Fact]
    public void Store_MoreThanThereIsRoomFor_ForgetsTheOldest()
    {
        var store = new RepeatStore(new FakeTimeProvider());
        var count = (int)(RepeatStore.MostBytes / RepeatStore.MostBytesEach) + 3;
        var body = new byte[RepeatStore.MostBytesEach];
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(RepeatStatus.First, store.Enter($"id{i}", "r", out var entry));
            store.End(entry, new KeptAnswer(200, [], body), TimeSpan.FromHours(1));
        }

        Assert.Equal(RepeatStore.MostBytes, store.Bytes);
        Assert.Equal(RepeatStatus.First, store.Enter("id2", "r", out _));
        Assert.Equal(RepeatStatus.Answered, store.Enter("id3", "r", out _));
        Assert.Equal(RepeatStatus.Differs, store.Enter("id3", "s", out _));
    }

    private static Task<TestGateway> StartAsync(FakeUpstream upstream, string server = On, TimeProvider? time = null) =>
        TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: server), time);
}
