using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>The upstream is well, the way to it is not.</summary>
public sealed class LinkTests
{
    public static TheoryData<string, bool> Bearable
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var fault in new[] { "latency", "bandwidth", "slices" })
            {
                cases.Add(fault, true);
                cases.Add(fault, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Bearable))]
    public async Task Ask_SlowLink_AnswersWhole(string fault, bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var proxy = FaultProxy.Start(upstream.Port);
        proxy.Faults = fault switch
        {
            "latency" => new ProxyFaults { Latency = TimeSpan.FromMilliseconds(20) },
            "bandwidth" => new ProxyFaults { BytesPerSecond = 20_000 },
            _ => new ProxyFaults { SliceBytes = 7 },
        };
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(proxy.BaseUrl));
        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        Assert.Equal((200, BodyEnd.Complete, UpstreamScript.Default.Text), (answer.Status, answer.End, answer.Text));
        await Invariants.HoldAsync(gateway, upstream);
    }

    /// <summary>Rows 2 and 25, the twins that always run: bytes are swallowed, on a fresh connection and on an idle one.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Ask_BlackHole_TheOtherAnswers(bool isWarm, bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("From a."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var proxy = FaultProxy.Start(a.Port);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(proxy.BaseUrl, b.BaseUrl, "timeouts: { first_token: 400ms, whole: 400ms, total: 20s }"));
        if (isWarm)
        {
            Assert.Equal("From a.", (await gateway.AskAsync(Bodies.Chat(streaming))).Text);
        }

        proxy.Faults = new ProxyFaults { BlackHole = true };
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Assert.Equal((200, "From b."), (answer.Status, answer.Text));
        Assert.Equal("upstream_timeout", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_ResetInTheHeaders_TheOtherAnswers(bool streaming)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var proxy = FaultProxy.Start(a.Port);
        proxy.Faults = new ProxyFaults { ResetAfter = 20 };
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(proxy.BaseUrl, b.BaseUrl));
        Assert.Equal("From b.", (await gateway.AskAsync(Bodies.Chat(streaming))).Text);
        await Invariants.HoldAsync(gateway, b);
    }
}
