using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Failover;

/// <summary>Before a byte has reached the caller, another may answer.</summary>
public sealed class FailoverTests
{
    public static TheoryData<string, bool> Cases => FaultCases.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Ask_FirstFails_ReferenceAnswers(string fault, bool streaming)
    {
        await using var a = FakeUpstream.Start(FaultCases.Script(fault));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, FaultCases.Timers(fault)));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal(200, answer.Status);
        Assert.Equal("From b.", answer.Text);
        Assert.Equal(BodyEnd.Complete, answer.End);
        Assert.Equal("large", answer.Header("x-loadline-model"));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal([FaultCases.Outcome(fault), "ok"], decision.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(["a/up-small", "b/up-large"], decision.Attempts.Select(attempt => attempt.Deployment));
        Assert.Equal(("small", "large", "reference", "ok"), (decision.Choice, decision.Served, decision.ServedAs, decision.Outcome));
        Assert.Single(a.Requests);
        Assert.Equal(1, (await gateway.GetJsonAsync("/loadline/stats")).GetProperty("failovers").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_ConnectionRefused_ReferenceAnswers(bool streaming)
    {
        using var closed = new ClosedPort();
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(closed.BaseUrl, b.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal("From b.", answer.Text);
        Assert.Equal("upstream_connect", (await gateway.DecisionAsync(answer)).Attempts[0].Outcome);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(404, false)]
    [InlineData(413, true)]
    [InlineData(422, false)]
    public async Task Ask_UpstreamRefusesTheRequest_ItsWordsPassAndNobodyElseIsAsked(int status, bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Raw(status, """{"error":{"message":"No.","type":"t","param":"p","code":"c"},"more":1}"""));
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal(status, answer.Status);
        Assert.Equal("""{"error":{"message":"No.","type":"t","param":"p","code":"c"},"more":1}""", answer.Body);
        Assert.Empty(b.Requests);
        Assert.Equal("upstream_refused", (await gateway.DecisionAsync(answer)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_WeakerModelThere_IsNotAskedUnlessNamed(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("From small."));
        await using var b = FakeUpstream.Start(UpstreamScript.Error(503));
        const string strong = "rules: [{ name: strong, when: { priority: critical }, use: large }]";
        await using var strict = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, strong));
        await using var named = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, strong + ", fallbacks: { any: [small] }"));

        var refused = await strict.AskAsync(Bodies.Chat(streaming), ("x-loadline-priority", "critical"));
        Assert.Equal(503, refused.Status);
        Assert.Empty(a.Requests);

        var answer = await named.AskAsync(Bodies.Chat(streaming), ("x-loadline-priority", "critical"));
        Assert.Equal("From small.", answer.Text);
        Assert.Equal("downgrade", (await named.DecisionAsync(answer)).ServedAs);
        Assert.Equal(1, (await named.GetJsonAsync("/loadline/stats")).GetProperty("downgrades").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_EveryDeploymentFails_StopsAfterThreeAttempts(bool streaming)
    {
        await using var bad = FakeUpstream.Start(UpstreamScript.Error(500));
        await using var good = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(bad.BaseUrl, bad.BaseUrl, bad.BaseUrl, good.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        Assert.Equal(500, answer.Status);
        Assert.Equal(3, bad.Requests.Count);
        Assert.Empty(good.Requests);
        Assert.Equal(3, (await gateway.DecisionAsync(answer)).Attempts.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_UpstreamClosedIdleConnections_NewOnesAreOpened(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Status);
            await upstream.WaitForAsync(u => u.LiveRequests == 0);
            upstream.CloseIdleConnections();
        }

        Assert.Equal(5, upstream.Connections.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_RefusedConnections_DoNotCountAsAttempts(bool streaming)
    {
        using var closed = new ClosedPort();
        await using var good = FakeUpstream.Start(UpstreamScript.Reply("At last."));
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(closed.BaseUrl, closed.BaseUrl, closed.BaseUrl, closed.BaseUrl, good.BaseUrl));

        Assert.Equal("At last.", (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Text);
    }
}
