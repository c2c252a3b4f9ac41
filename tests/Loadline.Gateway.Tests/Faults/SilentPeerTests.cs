using System.Diagnostics;
using Loadline.Core.Health;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Rows 2 and 25 as the kernel makes them; <c>LinkTests.Ask_BlackHole_TheOtherAnswers</c> is their twin without rights.</summary>
public sealed class SilentPeerTests
{
    [BlackHoleTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_NobodyAnswersTheSyn_FailsOverAtTheConnectTimer(bool streaming)
    {
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(new Uri($"http://{BlackHoleTheoryAttribute.Address}:9999/v1"), good.BaseUrl, "timeouts: { connect: 300ms, total: 20s }"));
        for (var i = 0; i < 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await gateway.AskAsync(Bodies.Chat(streaming));
            Assert.Equal((200, "From good."), (answer.Status, answer.Text));
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 280, 15_000);
            Assert.Equal("upstream_connect", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
        }

        var provider = gateway.Snapshots.Current.Deployments[0].Provider;
        Assert.Equal(HealthState.Benched, provider.State.Address.State(gateway.Now));
        Assert.Equal("From good.", (await gateway.AskAsync(Bodies.Chat(streaming))).Text);
    }

    /// <summary>The peer vanished while the connection was idle: the next request on it is answered all the same.</summary>
    [NetworkAdminTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_IdlePeerVanished_TheCallerDoesNotNotice(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Status);
            upstream.VanishConnections();
        }

        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Status);
        Assert.Equal(0, gateway.StateOf("m").Gate.FailureShare);
    }

    /// <summary>The peer vanished inside its answer: no FIN, no RST, so only the timer can tell.</summary>
    [NetworkAdminTheory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task Ask_PeerVanishesInItsStream_TheTimerEndsIt(int tokens)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, tokens) });
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("From good."));
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, good.BaseUrl, "timeouts: { first_token: 500ms, between_tokens: 500ms, total: 20s }"));
        var asking = gateway.AskAsync(Bodies.Chat(true));
        await upstream.WaitForRequestAsync();
        await upstream.WaitForAsync(u => u.Connections[0].TokensWritten == tokens);
        upstream.VanishConnections();

        var answer = await asking;
        if (tokens == 0)
        {
            Assert.Equal((200, BodyEnd.Complete, "From good."), (answer.Status, answer.End, answer.Text));
            return;
        }

        Assert.NotEqual(BodyEnd.Complete, answer.End);
        Assert.Contains("upstream_stream_broken", answer.Body, StringComparison.Ordinal);
    }
}
