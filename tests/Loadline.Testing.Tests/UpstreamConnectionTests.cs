using System.Diagnostics;

namespace Loadline.Testing.Tests;

public sealed class UpstreamConnectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PeerCloses_MidStream_IsSeenAndGenerationStops(bool reset)
    {
        await using var upstream = FakeUpstream.Start(new() { Tokens = 1_000_000, TokenGap = TimeSpan.FromMilliseconds(1) });
        await using var client = await StreamingAsync(upstream);
        await upstream.WaitForAsync(u => u.Connections[0].TokensWritten >= 3);
        var at = Stopwatch.GetTimestamp();
        Leave(client, reset);
        await upstream.WaitForAsync(u => u.LiveConnections == 0);
        var connection = upstream.Connections[0];
        Assert.True(connection.PeerClosed.IsCompletedSuccessfully);
        Assert.InRange(connection.PeerClosedAfter(at)!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal((0, true), (upstream.LiveRequests, connection.IsClosed));
        Assert.True(connection.TokensAfterPeerClosed <= 1);
    }

    [Fact]
    public async Task PeerCloses_ProviderIgnoresIt_TokensAndBytesAfterAreMetered()
    {
        var clock = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start(new() { Tokens = 10, TokenGap = TimeSpan.FromSeconds(1), IgnoresPeerClose = true }, clock);
        await using var client = await StreamingAsync(upstream);
        await clock.WhenArmedAsync().WaitAsync(TimeSpan.FromSeconds(10));
        client.Reset();
        await upstream.Connections[0].PeerClosed.WaitAsync(TimeSpan.FromSeconds(10));
        var decided = Stopwatch.GetTimestamp();
        for (var i = 0; i < 9; i++)
        {
            await clock.WhenArmedAsync().WaitAsync(TimeSpan.FromSeconds(10));
            clock.AdvanceToNext();
        }

        await upstream.WaitForAsync(u => u.LiveRequests == 0);
        var connection = upstream.Connections[0];
        Assert.Equal((10, 9, 9), (connection.TokensWritten, connection.TokensAfterPeerClosed, connection.TokensSince(decided)));
        Assert.True(connection.BytesAfterPeerClosed > 900);
    }

    [Fact]
    public async Task HalfClose_WhileAnswering_CountsAsGone()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(Exchange.Path, Exchange.Plain);
        await upstream.WaitForRequestAsync();
        client.HalfClose();
        await upstream.WaitForAsync(u => u.LiveRequests == 0);
        Assert.False(upstream.Connections[0].PeerReset);
        Assert.Equal(BodyEnd.Closed, await client.ReadUntilClosedAsync());
    }

    [Fact]
    public async Task NeverRead_EndlessStream_UpstreamIsHeldBack()
    {
        await using var upstream = FakeUpstream.Start(new() { Text = string.Concat(Enumerable.Repeat(" " + new string('x', 99_999), 400)) });
        await using var client = await RawClient.ConnectAsync(upstream.Port, receiveBuffer: 4096);
        await client.PostAsync(Exchange.Path, Exchange.Stream);
        await upstream.WaitForAsync(u => u.Connections[0].BytesWritten > 100_000);
        // Unhindered, 40 MB over loopback are a matter of some 20 ms.
        await Assert.ThrowsAsync<TimeoutException>(() => upstream.WaitForAsync(u => u.LiveRequests == 0, TimeSpan.FromMilliseconds(500)));
        client.Reset();
        await upstream.WaitForAsync(u => u.LiveRequests == 0);
        Assert.True(upstream.Connections[0].BytesWritten < 20_000_000);
    }

    [Fact]
    public async Task Disconnects_ThreeHundredAtRandomMoments_NothingIsLeft()
    {
        await using var upstream = FakeUpstream.Start(new() { Tokens = 100_000, TokenGap = TimeSpan.FromMilliseconds(1) });
        var random = new Random(7);
        var plans = Enumerable.Range(0, 300).Select(_ => (Events: random.Next(4), Reset: random.Next(2) == 0)).ToList();
        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (plan, stop) =>
        {
            await using var client = await RawClient.ConnectAsync(upstream.BaseUrl, stop);
            await client.PostAsync(Exchange.Path, Exchange.Stream);
            if (plan.Events > 0)
            {
                await client.ReadHeadAsync();
                await client.ReadEventsAsync().Take(plan.Events).LastAsync(stop);
            }

            Leave(client, plan.Reset);
        });
        await upstream.WaitForAsync(u => u.LiveConnections == 0 && u.LiveRequests == 0);
        Assert.Equal(300, upstream.Connections.Count);
        Assert.All(upstream.Connections, c => Assert.NotNull(c.PeerClosedAt));
        Assert.Empty(upstream.Errors);
    }

    [Fact]
    public async Task IdleConnections_ClosedByTheUpstream_EndInOrder()
    {
        await using var upstream = FakeUpstream.Start();
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(Exchange.Path, Exchange.Plain);
        await client.ReadResponseAsync();
        await upstream.WaitForAsync(u => u.LiveRequests == 0);
        upstream.CloseIdleConnections();
        Assert.Equal(BodyEnd.Closed, await client.ReadUntilClosedAsync());
        client.Close();
        await upstream.WaitForAsync(u => u.LiveConnections == 0);
    }

    [Fact]
    public async Task Trickle_OneByteAtATime_RequestArrivesAsSent()
    {
        await using var upstream = FakeUpstream.Start();
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.TrickleAsync(RawClient.Request(Exchange.Path, Exchange.Plain, ("X-Odd", "a b")), size: 1, TimeSpan.Zero);
        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        var request = upstream.Requests[0];
        Assert.Equal(("POST", Exchange.Path, "a b", Exchange.Plain), (request.Method, request.Path, request.Header("x-odd"), request.BodyText));
    }

    [Fact]
    public async Task ChunkedRequest_AnyChunks_BodyIsJoined()
    {
        await using var upstream = FakeUpstream.Start();
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"mod\r\n9;x=y\r\nel\":\"abc\"\r\n1\r\n}\r\n0\r\n\r\n");
        Assert.Contains("\"model\":\"abc\"", (await client.ReadResponseAsync()).Text, StringComparison.Ordinal);
        Assert.Equal("{\"model\":\"abc\"}", upstream.Requests[0].BodyText);
    }

    private static async Task<RawClient> StreamingAsync(FakeUpstream upstream)
    {
        var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(Exchange.Path, Exchange.Stream);
        await client.ReadHeadAsync();
        return client;
    }

    private static void Leave(RawClient client, bool reset)
    {
        if (reset)
        {
            client.Reset();
        }
        else
        {
            client.Close();
        }
    }
}
