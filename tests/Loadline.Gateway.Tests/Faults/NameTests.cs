using System.Collections.Concurrent;
using System.Net;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 27: a provider's name comes to mean another address.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_NameMoves_IsFollowedWithinTheConnectionsLifetime(bool streaming)
    {
        // Two hosts with the same port, as behind one name.
        await using var before = FakeUpstream.Start(UpstreamScript.Reply("From before."));
        await using var after = FakeUpstream.StartAt(IPAddress.Parse("127.0.0.2"), before.Port, UpstreamScript.Reply("From after."));
        var address = IPAddress.Loopback;
        var asked = new ConcurrentQueue<string>();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(new Uri($"http://provider.test:{before.Port}/v1")), options: made => made with
        {
            ConnectionLifetime = TimeSpan.FromMilliseconds(300),
            Resolve = (host, _) =>
            {
                asked.Enqueue(host);
                return Task.FromResult<IPAddress[]>([address]);
            },
        });
        Assert.Equal("From before.", (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Text);
        Assert.Equal("From before.", (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Text);

        address = IPAddress.Parse("127.0.0.2");
        await Eventually.TrueAsync(async () => (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Text == "From after.", "the new address to be used");

        Assert.All(asked, host => Assert.Equal("provider.test", host));
        Assert.Equal("From after.", (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Text);
        Assert.True(before.Connections.Count < 5, $"{before.Connections.Count} connections");
        await Invariants.HoldAsync(gateway, before, after);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_NameIsNotFound_TheOtherAnswers(bool streaming)
    {
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(new Uri("http://provider.test:1/v1"), good.BaseUrl),
            options: made => made with { Resolve = (_, _) => throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound) });
        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        Assert.Equal((200, "From good."), (answer.Status, answer.Text));
        Assert.Equal("upstream_connect", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
    }

    /// <summary>The resolver's time is the connection's time.</summary>
    [Fact]
    public async Task Ask_ResolverHangs_FailsOverAtTheConnectTimer()
    {
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(new Uri("http://provider.test:1/v1"), good.BaseUrl, "timeouts: { connect: 200ms }"),
            options: made => made with
            {
                Resolve = async (_, cancellationToken) =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                    return [];
                },
            });
        var answer = await gateway.AskAsync(Bodies.Chat(false));
        Assert.Equal("From good.", answer.Text);
        Assert.InRange((await gateway.DecisionAsync(answer)).Attempts[0].DurationMs, 150, 30_000);
    }
}
