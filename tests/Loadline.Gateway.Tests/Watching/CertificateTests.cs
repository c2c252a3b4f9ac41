using System.Globalization;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Watching;

/// <summary>A route with a line serves its choices by a certificate that fits it, and its reference by anything less.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Enforce_ACertificateThatFits_TheChoiceServesAsCertified(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("From a."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("enforce", certificate)));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal("From a.", answer.Text);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("enforce", "certified"), (decision.Mode, decision.Quality));
        Assert.Equal([RouteEventKinds.CertificateTaken], (await gateway.EventsAsync()).Select(one => one.Kind));

        // A stand-in after a failure is no choice that was proven.
        a.DefaultScript = UpstreamScript.Error(503);
        Assert.Equal("reference", (await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming)))).Quality);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Enforce_WithoutACertificate_ObservesByteForByteAndSaysWhy(bool streaming)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From b."));
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("enforce", "\"" + _folder.File("none.json").Replace('\\', '/') + "\"")));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var direct = await gateway.AskAsync(Bodies.Chat(streaming, "large"));

        Assert.Empty(a.Connections);
        Assert.Equal(direct.Body, answer.Body);
        Assert.Equal(b.Requests[1].BodyText, b.Requests[0].BodyText);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("observe", "small", "large"), (decision.Mode, decision.Choice, decision.Served));
        Assert.Equal("there is no certificate none.json", gateway.Serving().Why);
        Assert.Equal([RouteEventKinds.FellBack], (await gateway.EventsAsync()).Select(one => one.Kind));
    }

    [Theory]
    [InlineData("limits: { max_cost_usd: 1 }", "the route was edited after it was certified")]
    [InlineData("rules: [{ name: long, when: { tokens: \"> 30k\" }, use: small }]", "the route was edited after it was certified")]
    [InlineData("rules: [{ name: long, when: { tokens: \"> 30k\" }, use: large }]", "certified")]
    [InlineData("rules: [{ name: a, when: { tokens: \"> 30k\" }, use: large }, { name: b, when: { task: math }, pool: [large] }]", "certified")]
    [InlineData("fallbacks: { any: [large], content: [large] }", "certified")]
    [InlineData("timeouts: { total: 2s }", "certified")]
    public async Task Enforce_AnEditedRoute_ObservesUnlessOnlyWaysToTheReferenceWereAdded(string edit, string why)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, edit, CertifiedGateway.Mode("enforce", certificate)));

        Assert.Equal(why, gateway.Serving().Why);
        Assert.Equal(why == "certified" ? "small" : "large", (await gateway.AskAsync(Bodies.Chat(false))).Header("x-loadline-model"));
    }

    [Fact]
    public async Task Enforce_ACertificateOfAnotherLineOrRouteOrTime_Observes()
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        var plain = Configs.Pair(a.BaseUrl, b.BaseUrl);
        async Task<string> WhyAsync(Func<Core.Certificates.Certificate, Core.Certificates.Certificate> change)
        {
            var certificate = CertifiedGateway.Certify(_folder, plain, change);
            await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("enforce", certificate)));
            Assert.Equal(RouteMode.Observe, gateway.Serving().Mode.Mode);
            return gateway.Serving().Why;
        }

        Assert.Equal("the certificate proves another line: keep 0.4, confidence 0.95", await WhyAsync(one => one with { Line = new(0.4, null) }));
        Assert.Equal("the certificate is of the route other", await WhyAsync(one => one with { Route = "other" }));
        Assert.Equal("the certificate expired on 2026-02-01", await WhyAsync(one => one with { Expires = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero) }));
    }

    [Fact]
    public async Task Enforce_TheCertificateExpiresWhileServing_TheReferenceServesFromThenOn()
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        var clock = new FakeTimeProvider();
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl), one => one with { Expires = clock.GetUtcNow().AddDays(1) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("enforce", certificate)), clock);
        Assert.Equal("small", (await gateway.AskAsync(Bodies.Chat(false))).Header("x-loadline-model"));

        clock.Advance(TimeSpan.FromDays(1));
        await gateway.Services.GetRequiredService<RouteKeeper>().RefreshAsync();

        Assert.Equal("large", (await gateway.AskAsync(Bodies.Chat(false))).Header("x-loadline-model"));
        Assert.Equal(RouteEventKinds.Expired, (await gateway.EventsAsync())[0].Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Canary_Sessions_StayOnTheirSideAndAboutTheShareIsServed(bool streaming)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl));

        // A salt of its own would draw other sessions with each ledger; with this one it is always the same.
        var ledger = new LedgerWriter(new MemoryLedger(1000) { Salt = new byte[IdentityHasher.SaltBytes] }, new LedgerWriterOptions(), TimeProvider.System, Assert.Fail);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("canary 30%", certificate)), ledger: ledger);

        async Task<string> ServedAsync(int session) => (await gateway.AskAsync(
            Bodies.Chat(streaming), ("x-session-id", session.ToString(CultureInfo.InvariantCulture)))).Header("x-loadline-model")!;
        var first = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            first.Add(await ServedAsync(i));
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(first[i], await ServedAsync(i));
        }

        // 18 of 60 are expected; this salt draws this many.
        Assert.Equal(13, first.Count(model => model == "small"));
        var decision = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming), ("x-session-id", first.IndexOf("small").ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(("canary", "certified"), (decision.Mode, decision.Quality));
        decision = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming), ("x-session-id", first.IndexOf("large").ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(("observe", "small", "large"), (decision.Mode, decision.Choice, decision.Served));
    }

    [Fact]
    public async Task Promote_ByAnOperator_ServesFromThenOnAndIsKeptWithWhoAndWhy()
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("observe", certificate)));
        Assert.Equal("large", (await gateway.AskAsync(Bodies.Chat(false))).Header("x-loadline-model"));

        Assert.Equal(400, (await gateway.PostAsync("/loadline/routes/auto/promote", "{}")).Status);
        Assert.Equal(400, (await gateway.PostAsync("/loadline/routes/auto/canary", """{"why":"try","share":"200%"}""")).Status);
        Assert.Equal("enforce", (await gateway.PostAsync("/loadline/routes/auto/promote", """{"why":"proven","who":"Ida"}""")).Json().GetProperty("mode").GetString());
        Assert.Equal("small", (await gateway.AskAsync(Bodies.Chat(false))).Header("x-loadline-model"));
        Assert.Equal(200, (await gateway.PostAsync("/loadline/routes/auto/rollback", """{"why":"to be sure"}""")).Status);
        Assert.Equal("large", (await gateway.AskAsync(Bodies.Chat(false))).Header("x-loadline-model"));

        var events = await gateway.EventsAsync();
        Assert.Equal([RouteEventKinds.RolledBack, RouteEventKinds.Promoted, RouteEventKinds.CertificateTaken], events.Select(one => one.Kind));
        Assert.Equal(("Ida (admin)", "enforce: proven"), (events[1].Who, events[1].Why));

        // What the config says of its own holds again once it is changed.
        await gateway.PostAsync("/loadline/routes/auto/promote", """{"why":"again"}""");
        gateway.Snapshots.Apply(Configs.Read(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("canary 1%", certificate))), BuiltInCatalog.Instance);
        await gateway.Services.GetRequiredService<RouteKeeper>().RefreshAsync();
        Assert.Equal("canary 1%", gateway.Serving().Mode.ToString());
        Assert.Equal(RouteEventKinds.SettingEnded, (await gateway.EventsAsync())[0].Kind);
    }

    [Fact]
    public async Task Promote_WithoutACertificate_IsRefused()
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: "mode: observe, quality: { keep: 0.9, certificate: nowhere.json }"));

        var answer = await gateway.PostAsync("/loadline/routes/auto/promote", """{"why":"I want it"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("there is no certificate nowhere.json", answer.Body, StringComparison.Ordinal);
    }
}
