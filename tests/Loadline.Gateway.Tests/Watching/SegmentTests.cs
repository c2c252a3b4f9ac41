using Loadline.Core.Certificates;
using Loadline.Core.Keys;
using Loadline.Core.Quality;
using Loadline.Core.Signals;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Watching;

/// <summary>A route that was certified in each segment serves its choices where that was proven, and its reference elsewhere.</summary>
public sealed class SegmentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Enforce_InEachTenant_OnlyTheProvenOneIsServedByTheChoice(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("From a."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        const string Rules = "rules: [{ name: short, when: { tokens: \"< 30k\" }, use: small }]";
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl, Rules), Proven(SegmentKind.Tenant, ("search", true), ("shop", false)));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, Rules, Mode("tenant", certificate)));
        var search = Keys.Bearer(await Keys.CreateAsync(gateway, new KeyDraft { Name = "a", Team = "search" }));
        var shop = Keys.Bearer(await Keys.CreateAsync(gateway, new KeyDraft { Name = "b", Team = "shop" }));
        var none = Keys.Bearer(await Keys.CreateAsync(gateway, new KeyDraft { Name = "c" }));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming), search);
        Assert.Equal("From a.", answer.Text);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("certified", "short"), (decision.Quality, decision.Rule));

        foreach (var other in new[] { shop, none })
        {
            answer = await gateway.AskAsync(Bodies.Chat(streaming), other);
            Assert.Equal("From b.", answer.Text);
            decision = await gateway.DecisionAsync(answer);
            Assert.Equal(("reference", null, "large", "segment not proven"), (decision.Quality, decision.Rule, decision.Choice, decision.Reason));
        }
    }

    // Where data must stay, only what is there may answer, proven or not.
    [Fact]
    public async Task Enforce_ARuleThatSaysWhereDataMayGo_HoldsInEverySegment()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("From a."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        const string Rules = "rules: [{ name: private, when: { keywords: [hello] }, use: large, residency: on-premises }]";
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl, Rules), Proven(SegmentKind.Task, ("code", true)));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, Rules, Mode("task", certificate)));

        var decision = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false)));
        Assert.Equal(("private", "large"), (decision.Rule, decision.Served));
    }

    [Fact]
    public async Task Enforce_ACertificateOfTheMeanAlone_DoesNotProveALineInEachTask()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("From a."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: Mode("task", certificate)));
        Assert.Equal("From b.", (await gateway.AskAsync(Bodies.Chat(false))).Text);
        Assert.Equal("the certificate proves another line: keep 0.5, confidence 0.95", gateway.Serving().Why);
    }

    private static string Mode(string segments, string certificate) => $"mode: enforce, quality: {{ keep: 0.5, segments: {segments}, certificate: {certificate} }}";

    private static Func<Certificate, Certificate> Proven(SegmentKind kind, params (string Name, bool Holds)[] segments) => certificate => certificate with
    {
        Line = certificate.Line with { By = kind },
        Segments = [.. segments.Select(segment => new SegmentProof
        {
            Segment = segment.Name,
            Holds = segment.Holds,
            Delta = 0.02,
            Rows = 500,
            Units = 500,
            MeanKeep = 1,
            MeanLost = 0,
            MeanCost = 0.1,
        })],
    };
}
