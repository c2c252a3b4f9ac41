using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Upstreams that speak something else, or too much: nothing of it is taken in without a bound, and the other answers.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class OddUpstreamTests
{
    private const int Inflated = 256 * 1024 * 1024;

    /// <summary>Row 20: a body of kilobytes that would be a quarter of a gigabyte.</summary>
    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 200)]
    [InlineData(true, 500)]
    [InlineData(false, 500)]
    public async Task Ask_CompressionBomb_IsNotInflatedAndTheOtherAnswers(bool streaming, int status)
    {
        await using var bomb = FakeUpstream.Start(new UpstreamScript
        {
            Status = status,
            Body = Bomb(),
            Headers = [new("Content-Encoding", "gzip"), new("Content-Type", streaming ? "text/event-stream" : "application/json")],
        });
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(bomb.BaseUrl, good.BaseUrl));
        await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal((200, "From good."), (answer.Status, answer.Text));
        Assert.Equal(2, bomb.Requests.Count);
        Assert.True(allocated < Inflated / 32, $"{allocated} bytes were allocated");
        await Invariants.HoldAsync(gateway, bomb, good);
    }

    /// <summary>A caller's compressed body is refused before a byte of it is inflated.</summary>
    [Fact]
    public async Task Ask_CallerSendsACompressionBomb_Is415()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        var bomb = Bomb();
        await client.SendAsync($"POST {TestGateway.Chat} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
        await client.SendAsync(bomb);
        Assert.Equal(415, (await Answer.ReadAsync(client)).Status);
        Assert.Empty(upstream.Requests);
    }

    /// <summary>Row 22: headers without end are cut off by a limit.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_UpstreamsHeadersAreTooLarge_TheOtherAnswers(bool streaming)
    {
        var large = Enumerable.Range(0, 200).Select(i => KeyValuePair.Create($"X-Ratelimit-{i}", new string('h', 1000)));
        await using var loud = FakeUpstream.Start(new UpstreamScript { Headers = [.. large] });
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(loud.BaseUrl, good.BaseUrl));
        Assert.Equal("From good.", (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Text);
        await Invariants.HoldAsync(gateway, loud, good);
    }

    /// <summary>The same from a caller: 431.</summary>
    [Fact]
    public async Task Ask_CallersHeadersAreTooLarge_Is431()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(true, "m"), ("X-Large", new string('h', 40_000)));
        Assert.Equal(431, (await client.ReadHeadAsync()).Status);
        Assert.Empty(upstream.Requests);
    }

    /// <summary>Row 26: HTTP/2 is not spoken to upstreams, so its frames are no answer, whichever they are.</summary>
    [Theory]
    [InlineData("settings", true)]
    [InlineData("settings", false)]
    [InlineData("goaway", true)]
    [InlineData("goaway", false)]
    public async Task Ask_UpstreamSpeaksHttp2Only_TheOtherAnswers(string frame, bool streaming)
    {
        // Length (3), type, flags, stream (4), and for GOAWAY its last stream and error code.
        byte[] bytes = frame == "settings" ? [0, 0, 0, 4, 0, 0, 0, 0, 0] : [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, bytes, closes: frame == "goaway");
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        var config = Configs.Pair(new Uri($"http://{listener.LocalEndpoint}/v1"), good.BaseUrl, frame == "goaway" ? "timeouts: { total: 20s }" : "timeouts: { first_token: 400ms, whole: 400ms, total: 20s }");
        await using (var gateway = await TestGateway.StartAsync(config))
        {
            var answer = await gateway.AskAsync(Bodies.Chat(streaming));
            Assert.Equal((200, "From good."), (answer.Status, answer.Text));
            Assert.Equal(frame == "goaway" ? "upstream_broken" : "upstream_timeout", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
            await Invariants.HoldAsync(gateway, good);
        }

        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] frame, bool closes)
    {
        using var socket = await listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[4096]);
        await socket.SendAsync(frame);
        if (closes)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        try
        {
            while (await socket.ReceiveAsync(new byte[4096]) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The gateway hung up.
        }
    }

    private static byte[] Bomb()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            Encoding.UTF8.GetBytes("{\"x\":\"").CopyTo(block, 0);
            for (var i = 0; i < Inflated / block.Length; i++)
            {
                gzip.Write(block);
            }
        }

        return compressed.ToArray();
    }
}
