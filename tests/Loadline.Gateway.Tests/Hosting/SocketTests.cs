using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Loadline.Gateway.Tests.Kit;
using Loadline.Gateway.Upstreams;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Hosting;

/// <summary>Small writes leave at once on both sides, and many streams are held at a time.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class SocketTests
{
    private const int Streams = 1000;

    // Linux waits 40 ms for an acknowledgement; half of that is no noise and no such wait.
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Connector_Socket_HasNoDelay()
    {
        await using var upstream = FakeUpstream.Start();
        bool? noDelay = null;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) =>
            {
                var stream = await new UpstreamConnector(Dns.GetHostAddressesAsync).ConnectAsync(context, token);
                noDelay = ((NetworkStream)stream).Socket.NoDelay;
                return stream;
            },
        };
        using var client = new HttpMessageInvoker(handler);

        using var request = new HttpRequestMessage(HttpMethod.Get, upstream.BaseUrl + "/models");
        using var response = await client.SendAsync(request, CancellationToken.None);

        Assert.True(noDelay);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turns_ManySmallOnes_NeverWaitForAnAcknowledgement(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { FragmentSize = 40 });
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        var turns = new List<TimeSpan>();
        for (var i = 0; i < 60; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming, "m"));
            Assert.Equal(200, (await Answer.ReadAsync(client)).Status);
            turns.Add(Stopwatch.GetElapsedTime(started));
        }

        // Waits for acknowledgements slow every turn, other programs some of them.
        turns.Sort();
        Assert.True(turns[turns.Count / 4] < Most, $"lower quartile {turns[turns.Count / 4]}");
        Assert.Single(upstream.Connections);
    }

    [Fact]
    public async Task Streams_AThousandHeldOpen_EachGetsItsEvents()
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Tokens = 3, TokenGap = TimeSpan.FromSeconds(1) }, time);
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        var clients = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => gateway.ConnectAsync()));
        try
        {
            var streams = await Task.WhenAll(clients.Select(OpenAsync));
            await NextAsync(streams, "t0");
            Assert.Equal(Streams, upstream.LiveRequests);
            Assert.Equal(Streams, (await gateway.MetricsAsync()).Samples["loadline_requests_active"]);

            await AdvanceAsync(time);
            await NextAsync(streams, " t1");
            await AdvanceAsync(time);
            await NextAsync(streams, " t2");
            foreach (var (client, events) in streams)
            {
                while (await events.MoveNextAsync())
                {
                }

                Assert.Equal(BodyEnd.Complete, client.LastBodyEnd);
            }
        }
        finally
        {
            // Else the gateway's end, which waits for them to go, would hide what went wrong.
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }

        await Eventually.TrueAsync(() => gateway.StateOf("m").Successes == Streams, "all to succeed");
    }

    private static async Task AdvanceAsync(FakeTimeProvider time)
    {
        await time.WhenArmedAsync(Streams);
        time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<(RawClient Client, IAsyncEnumerator<RawEvent> Events)> OpenAsync(RawClient client)
    {
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming: true, "m"));
        await client.ReadHeadAsync();
        return (client, client.ReadEventsAsync().GetAsyncEnumerator());
    }

    private static async Task NextAsync((RawClient Client, IAsyncEnumerator<RawEvent> Events)[] streams, string token)
    {
        foreach (var (_, events) in streams)
        {
            do
            {
                Assert.True(await events.MoveNextAsync());
            }
            while (!events.Current.Data.Contains($"\"content\":\"{token}\"", StringComparison.Ordinal));
        }
    }
}
