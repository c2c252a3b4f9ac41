using System.Net.Sockets;

namespace Loadline.Testing.Tests;

public sealed class FakeUpstreamFaultTests
{
    public static TheoryData<FaultKind, bool> KindsAndShapes { get; } = new()
    {
        { FaultKind.Fin, false }, { FaultKind.Fin, true }, { FaultKind.Reset, false }, { FaultKind.Reset, true },
    };

    [Theory]
    [MemberData(nameof(KindsAndShapes))]
    public async Task BeforeHeaders_FinOrReset_NoByteComes(FaultKind kind, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new() { Fault = UpstreamFault.BeforeHeaders(kind) });
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(Exchange.Path, Body(streaming));
        Assert.Equal(End(kind), await client.ReadUntilClosedAsync());
        Assert.Equal((1, 0L), (upstream.Requests.Count, upstream.Connections[0].BytesWritten));
    }

    [Theory]
    [MemberData(nameof(KindsAndShapes))]
    public async Task AfterHeaders_FinOrReset_HeadComesAndNoBody(FaultKind kind, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new() { Fault = UpstreamFault.AfterHeaders(kind) });
        var reply = await Exchange.PostAsync(upstream, Body(streaming));
        Assert.Equal((200, 0, End(kind)), (reply.Status, reply.Body.Length, reply.End));
    }

    [Theory]
    [MemberData(nameof(KindsAndShapes))]
    public async Task AtByte_FinOrReset_ExactlySoManyBytesCome(FaultKind kind, bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        var whole = (await Exchange.PostAsync(upstream, Body(streaming))).Body;
        foreach (var cut in new[] { 1, 57, whole.Length / 2, whole.Length - 1 })
        {
            upstream.Enqueue(new UpstreamScript { Fault = UpstreamFault.AtByte(kind, cut) });
            var reply = await Exchange.PostAsync(upstream, Body(streaming));
            Assert.Equal(End(kind), reply.End);
            Assert.True(reply.Body.Span.SequenceEqual(whole.Span[..cut]));
        }
    }

    [Theory]
    [InlineData(FaultKind.Fin)]
    [InlineData(FaultKind.Reset)]
    public async Task AfterTokens_FinOrReset_SoManyTokensCome(FaultKind kind)
    {
        await using var upstream = FakeUpstream.Start();
        for (var tokens = 0; tokens <= 5; tokens++)
        {
            upstream.Enqueue(new UpstreamScript { Tokens = 5, Fault = UpstreamFault.AfterTokens(kind, tokens) });
            var reply = await Exchange.PostAsync(upstream, Exchange.Stream);
            Assert.Equal(End(kind), reply.End);
            Assert.Equal(tokens, reply.Text.Split("\"content\":\"").Length - 2);
            Assert.DoesNotContain("\"stop\"", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AtByte_CloseDelimited_LooksLikeAWholeBody()
    {
        await using var upstream = FakeUpstream.Start(new() { Framing = BodyFraming.Close, Fault = UpstreamFault.AtByte(FaultKind.Fin, 40) });
        var reply = await Exchange.PostAsync(upstream, Exchange.Stream);
        Assert.Equal((40, BodyEnd.Closed), (reply.Body.Length, reply.End));
    }

    [Theory]
    [InlineData(FaultPoint.BeforeHeaders)]
    [InlineData(FaultPoint.AfterHeaders)]
    [InlineData(FaultPoint.AfterTokens)]
    public async Task Hang_AtAPoint_StaysSilentUntilThePeerGoes(FaultPoint point)
    {
        await using var upstream = FakeUpstream.Start(new() { Fault = new(FaultKind.Hang, point, 2) });
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(Exchange.Path, Exchange.Stream);
        if (point == FaultPoint.BeforeHeaders)
        {
            client.Patience = TimeSpan.FromMilliseconds(100);
            await Assert.ThrowsAsync<TimeoutException>(client.ReadHeadAsync);
        }
        else
        {
            await client.ReadHeadAsync();
            client.Patience = TimeSpan.FromMilliseconds(100);
            await Assert.ThrowsAsync<TimeoutException>(async () => await client.ReadEventsAsync().LastAsync());
        }

        Assert.Equal((1, 1), (upstream.LiveRequests, upstream.LiveConnections));
        client.Reset();
        await upstream.WaitForAsync(u => u.LiveRequests == 0 && u.LiveConnections == 0);
        Assert.True(upstream.Connections[0].PeerReset);
    }

    [Fact]
    public async Task Delays_OnAFakeClock_PassOnlyWhenItAdvances()
    {
        var clock = new FakeTimeProvider();
        var script = new UpstreamScript
        {
            TimeToFirstByte = TimeSpan.FromSeconds(5),
            TimeToFirstToken = TimeSpan.FromSeconds(3),
            TokenGap = TimeSpan.FromSeconds(1),
            Tokens = 3,
        };
        await using var upstream = FakeUpstream.Start(script, clock);
        var events = Exchange.EventsAsync(upstream, Exchange.Stream);
        var waited = TimeSpan.Zero;
        for (var i = 0; i < 4; i++)
        {
            await clock.WhenArmedAsync().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.False(events.IsCompleted);
            waited += clock.AdvanceToNext()!.Value;
        }

        Assert.Equal(6, (await events).Count);
        Assert.Equal(TimeSpan.FromSeconds(10), waited);
    }

    [Fact]
    public async Task UnreadBody_AnsweredEarly_ReplyComesBeforeTheBodyIsSent()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(413) with { ReadsBody = false });
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
        Assert.Equal(413, (await client.ReadResponseAsync()).Status);
        Assert.Equal(BodyEnd.Closed, await client.ReadUntilClosedAsync());
    }

    [Fact]
    public async Task StopListening_ThenListenAgain_RefusesThenServes()
    {
        await using var upstream = FakeUpstream.Start();
        await Exchange.PostAsync(upstream, Exchange.Plain);
        await upstream.StopListeningAsync();
        await Assert.ThrowsAsync<SocketException>(() => Exchange.PostAsync(upstream, Exchange.Plain));
        upstream.ListenAgain();
        Assert.Equal(200, (await Exchange.PostAsync(upstream, Exchange.Plain)).Status);
        using var closed = new ClosedPort();
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(closed.BaseUrl));
    }

    private static string Body(bool streaming) => streaming ? Exchange.Stream : Exchange.Plain;

    private static BodyEnd End(FaultKind kind) => kind == FaultKind.Fin ? BodyEnd.Closed : BodyEnd.Reset;
}
