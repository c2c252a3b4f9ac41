using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Modes;

/// <summary>Observing, the reference serves and what routing would have done is written down; residency binds all the same.</summary>
public sealed class ObserveTests
{
    private const string Observe = "mode: observe";
    private const string Private = "rules: [{ name: private, when: { header: { x-private: yes } }, residency: on-premises }]";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Observe_ReferenceServes_AndTheChoiceIsRecorded(bool streaming)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(new UpstreamScript { Text = "From b.", Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: Observe));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var direct = await gateway.AskAsync(Bodies.Chat(streaming, "large"));

        Assert.Empty(a.Connections);
        Assert.Equal(direct.Body, answer.Body);
        Assert.Equal(b.Requests[1].BodyText, b.Requests[0].BodyText);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("observe", "small", "large", "reference"), (decision.Mode, decision.Choice, decision.Served, decision.ServedAs));
        Assert.Equal((0.0084m, 0.0084m, 0.001m), (decision.CostUsd!.Value, decision.ReferenceCostUsd!.Value, decision.ChoiceCostUsd!.Value));
        Assert.Equal("direct", (await gateway.DecisionAsync(direct)).Mode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Observe_ReferenceOutsideTheResidency_NeverSeesPrivateData(bool streaming)
    {
        // Here the reference is at a, abroad; b is on the premises.
        await using var abroad = FakeUpstream.Start();
        await using var home = FakeUpstream.Start(UpstreamScript.Reply("From home."));
        var config = Configs.Pair(abroad.BaseUrl, home.BaseUrl, Private + ", fallbacks: { any: [small] }", Observe)
            .Replace("reference: large, policy: { kind: fixed, use: small }", "reference: small, policy: { kind: fixed, use: large }", StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming), ("x-private", "yes"));
        Assert.Equal("From home.", answer.Text);
        Assert.StartsWith("rule=private", answer.Header("x-loadline-reason"), StringComparison.Ordinal);

        home.DefaultScript = UpstreamScript.Error(503);
        Assert.Equal(503, (await gateway.AskAsync(Bodies.Chat(streaming), ("x-private", "yes"))).Status);
        Assert.Empty(abroad.Connections);

        Assert.Equal("small", (await gateway.AskAsync(Bodies.Chat(streaming))).Header("x-loadline-model"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Enforce_OneModelAtTwoPlaces_PrivateDataUsesOnlyTheOneAtHome(bool streaming)
    {
        await using var abroad = FakeUpstream.Start();
        await using var home = FakeUpstream.Start(UpstreamScript.Error(500));
        await using var gateway = await TestGateway.StartAsync($$"""
            version: 1
            providers:
              abroad: { dialect: openai-chat, url: "{{abroad.BaseUrl}}" }
              home: { dialect: openai-chat, url: "{{home.BaseUrl}}", residency: on-premises }
            models:
              m: { deployments: [{ provider: abroad, name: m, weight: 9 }, { provider: home, name: m }] }
            routes:
              auto: { pool: [m], mode: enforce, quality: uncertified, {{Private}} }
            """);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming), ("x-private", "yes"));

        Assert.Equal(500, answer.Status);
        Assert.Equal(3, home.Requests.Count);
        Assert.Empty(abroad.Connections);
    }
}
