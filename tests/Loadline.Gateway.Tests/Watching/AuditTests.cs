using System.Text.Json;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Loadline.Gateway.Tests.Watching;

/// <summary>Audits answer requests again, beside the callers, and what they find moves the route.</summary>
public sealed class AuditTests : IDisposable
{
    private const string Uncertified = CertifiedGateway.Uncertified;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Audit_AnotherModelServed_TheReferenceIsAskedToo(bool streaming)
    {
        await using var a = FakeUpstream.Start(new UpstreamScript { Text = "bad", Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) });
        await using var b = FakeUpstream.Start(new UpstreamScript { Text = "good", Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit, Uncertified) + CertifiedGateway.Graders);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        await gateway.AuditedAsync();

        Assert.Equal("bad", answer.Text);
        var request = Assert.Single(b.Requests);
        Assert.DoesNotContain("\"stream\":true", request.BodyText, StringComparison.Ordinal);
        var audit = (await gateway.GetJsonAsync("/loadline/audits?open=true")).GetProperty("audits")[0];
        Assert.Equal(answer.DecisionId, audit.GetProperty("decision").GetString());
        Assert.Equal(("served", "small", "large", 0, 1), (
            audit.GetProperty("kind").GetString(), audit.GetProperty("served").GetString(), audit.GetProperty("reference").GetString(),
            audit.GetProperty("servedQuality").GetInt32(), audit.GetProperty("referenceQuality").GetInt32()));
        Assert.Equal(0.0084m, audit.GetProperty("costUsd").GetDecimal());
        Assert.Contains("loadline_audits_total{outcome=\"done\",route=\"auto\"} 1", (await gateway.SendAsync("GET", "/metrics")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Audit_TheReferenceServed_TheChoiceRunsInItsShadow(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("bad"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit, "mode: observe") + CertifiedGateway.Graders);

        Assert.Equal("good", (await gateway.AskAsync(Bodies.Chat(streaming))).Text);
        await gateway.AuditedAsync();

        Assert.Single(a.Requests);
        var audit = (await gateway.GetJsonAsync("/loadline/audits?kind=reverse")).GetProperty("audits")[0];
        Assert.Equal(("small", 0, 1), (audit.GetProperty("served").GetString(), audit.GetProperty("servedQuality").GetInt32(), audit.GetProperty("referenceQuality").GetInt32()));
        Assert.Empty((await gateway.GetJsonAsync("/loadline/audits?kind=served")).GetProperty("audits").EnumerateArray());
    }

    [Fact]
    public async Task Audit_ASlowReference_DelaysNoCaller()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(new UpstreamScript { Text = "good", TimeToFirstByte = TimeSpan.FromSeconds(4) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit, Uncertified) + CertifiedGateway.Graders);

        Assert.Equal("good", (await gateway.AskAsync(Bodies.Chat(false))).Text);

        // Answered, while the audit is still waiting for the reference.
        await Eventually.TrueAsync(() => gateway.Services.GetRequiredService<AuditQueue>().Pending == 1, "the audit to wait");
        await gateway.AuditedAsync();
    }

    [Fact]
    public async Task Audit_DataThatMustStay_GoesToNobodyElsewhere()
    {
        await using var abroad = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var home = FakeUpstream.Start(UpstreamScript.Reply("good"));
        const string Private = "rules: [{ name: private, when: { header: { x-private: yes } }, residency: on-premises, use: large }], ";
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(abroad.BaseUrl, home.BaseUrl, Private + "audit: { rate: 1, all: 1, grader: good }", Uncertified) + CertifiedGateway.Graders);

        Assert.Equal("large", (await gateway.AskAsync(Bodies.Chat(false), ("x-private", "yes"))).Header("x-loadline-model"));
        await gateway.AuditedAsync();

        Assert.Empty(abroad.Connections);
    }

    [Fact]
    public async Task Audit_AllAsked_TellsHowOftenRoutingChoseAsTheJudgeWould()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        var plain = Configs.Pair(a.BaseUrl, b.BaseUrl, "audit: { rate: 1, all: 1, grader: good }") + CertifiedGateway.Graders;
        await using var gateway = await CertifiedGateway.StartAsync(_folder, plain);

        await gateway.AskAsync(Bodies.Chat(false));
        a.DefaultScript = UpstreamScript.Reply("bad");
        await gateway.AskAsync(Bodies.Chat(false));
        await gateway.AuditedAsync();

        var route = await gateway.GetJsonAsync("/loadline/routes/auto");
        Assert.Equal(0.5, route.GetProperty("accuracy").GetDouble());
        Assert.Equal(0.5, route.GetProperty("kept").GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Audit_TheDaysMoneySpent_PausesAndSaysUnwatched()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(new UpstreamScript { Text = "good", Usage = new(1000, CompletionTokens: 100) });
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(a.BaseUrl, b.BaseUrl, "audit: { rate: 1, grader: good, daily_usd: 0.02 }", Uncertified) + CertifiedGateway.Graders);

        for (var i = 0; i < 4; i++)
        {
            await gateway.AskAsync(Bodies.Chat(false));
            await gateway.AuditedAsync();
        }

        // Each costs 0.012: after the first, another is not sure to fit.
        Assert.InRange(b.Requests.Count, 1, 2);
        Assert.Equal(RouteEventKinds.Unwatched, (await gateway.EventsAsync())[0].Kind);
        Assert.Contains("unwatched", (await gateway.GetJsonAsync("/loadline/routes/auto")).GetProperty("noticed")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"reason":"fine","grade":8}""", 0.8)]
    [InlineData("no grade at all", null)]
    public async Task Audit_ByAJudge_TakesItsGradeOrNone(string verdict, double? grade)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("An answer."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("Another."));
        b.Choose = request => request.BodyText.Contains("judge-model", StringComparison.Ordinal) ? UpstreamScript.Reply(verdict) : null;
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            a.BaseUrl, b.BaseUrl, "audit: { rate: 1, judge: critic, rubric: \"Be strict.\" }", Uncertified,
            models: "  critic: { provider: b, name: judge-model, price: { input: 1, output: 1 } }"));

        await gateway.AskAsync(Bodies.Chat(false));
        await gateway.AuditedAsync();

        var audits = (await gateway.GetJsonAsync("/loadline/audits")).GetProperty("audits").EnumerateArray().ToList();
        Assert.Equal(grade, audits.Count == 0 ? null : audits[0].GetProperty("servedQuality").GetDouble());
        Assert.Contains(b.Requests, request => request.BodyText.Contains("Be strict.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Label_OfAnAudit_IsKeptAndClosesIt()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("bad"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit, Uncertified) + CertifiedGateway.Graders);
        var id = (await gateway.AskAsync(Bodies.Chat(false))).DecisionId!;
        await gateway.AuditedAsync();

        Assert.Equal(400, (await gateway.PostAsync($"/loadline/audits/{id}/label", """{"served":2,"reference":1}""")).Status);
        Assert.Equal(404, (await gateway.PostAsync("/loadline/audits/01ARZ3NDEKTSV4RRFFQ69G5FAV/label", """{"served":1,"reference":1}""")).Status);
        var labelled = (await gateway.PostAsync($"/loadline/audits/{id}/label", """{"served":1,"reference":1,"by":"Ida"}""")).Json();

        Assert.Equal("Ida", labelled.GetProperty("label").GetProperty("by").GetString());
        Assert.Empty((await gateway.GetJsonAsync("/loadline/audits?open=true")).GetProperty("audits").EnumerateArray());
        Assert.Single((await gateway.GetJsonAsync("/loadline/audits?labelled=true")).GetProperty("audits").EnumerateArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_AModelGetsWorse_TheRouteStepsBackAndRecoversByReverseAudits(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        var plain = Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit) + CertifiedGateway.Graders;
        await using var gateway = await CertifiedGateway.StartAsync(_folder, plain);
        async Task<JsonElement> UntilAsync(string reply, Func<JsonElement, bool> isThere)
        {
            a.DefaultScript = UpstreamScript.Reply(reply);
            for (var i = 0; i < 200; i++)
            {
                await gateway.AskAsync(Bodies.Chat(streaming));
                await gateway.AuditedAsync();
                var route = await gateway.GetJsonAsync("/loadline/routes/auto");
                if (isThere(route))
                {
                    return route;
                }
            }

            Assert.Fail("It never came.");
            return default;
        }

        var healthy = await UntilAsync("good", route => route.GetProperty("audits").GetInt64() >= 10);
        Assert.Equal(("enforce", 0), (healthy.GetProperty("mode").GetString(), healthy.GetProperty("stepsBack").GetInt32()));

        var back = await UntilAsync("bad", route => route.GetProperty("stepsBack").GetInt32() > 0);
        Assert.Equal(("observe", "the watch stepped back to the reference", 1), (
            back.GetProperty("mode").GetString(), back.GetProperty("why").GetString(), back.GetProperty("alarms").GetInt32()));
        Assert.Equal("large", (await gateway.AskAsync(Bodies.Chat(streaming))).Header("x-loadline-model"));

        var again = await UntilAsync("good", route => route.GetProperty("recoveries").GetInt32() > 0);
        Assert.Equal(("enforce", 0), (again.GetProperty("mode").GetString(), again.GetProperty("stepsBack").GetInt32()));
        Assert.Equal("small", (await gateway.AskAsync(Bodies.Chat(streaming))).Header("x-loadline-model"));
        Assert.Equal([RouteEventKinds.Recovered, RouteEventKinds.SteppedBack], (await gateway.EventsAsync())
            .Select(one => one.Kind).Where(kind => kind is RouteEventKinds.Recovered or RouteEventKinds.SteppedBack));
    }

    [Fact]
    public async Task Watch_AnUpstreamNamesAnotherModel_IsTold()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(new UpstreamScript { Text = "good", ServedModel = "large-2026-01" });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit, Uncertified) + CertifiedGateway.Graders);
        await gateway.AskAsync(Bodies.Chat(false));
        await gateway.AuditedAsync();
        Assert.Empty(await gateway.EventsAsync());

        b.DefaultScript = new UpstreamScript { Text = "good", ServedModel = "large-2026-02" };
        await gateway.AskAsync(Bodies.Chat(false));
        await gateway.AuditedAsync();

        var told = Assert.Single(await gateway.EventsAsync());
        Assert.Equal((RouteEventKinds.AliasMoved, "large at b/up-large calls itself large-2026-02; before, large-2026-01"), (told.Kind, told.Why));
    }

    [Theory]
    [InlineData("0.5", true)]
    [InlineData("0.0084", false)]
    public async Task Watch_AnUpstreamChargesOtherwise_IsTold(string charged, bool isTold)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Raw(200, $$$"""
            {"id":"1","object":"chat.completion","model":"large","choices":[{"index":0,"message":{"role":"assistant","content":"good"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,"prompt_tokens_details":{"cached_tokens":400},"cost":{{{charged}}}}}
            """));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit, Uncertified) + CertifiedGateway.Graders);
        for (var i = 0; i < 3; i++)
        {
            await gateway.AskAsync(Bodies.Chat(false));
        }

        await gateway.AuditedAsync();

        Assert.Equal(isTold ? [RouteEventKinds.AliasMoved] : [], (await gateway.EventsAsync()).Select(one => one.Kind));
        Assert.All(await gateway.EventsAsync(), told => Assert.Contains("large at b/up-large charged 0.5 USD for what costs 0.0084 USD", told.Why, StringComparison.Ordinal));
    }

    // Chance comes out at a half each time: what is audited at two fifths is not drawn, and what is at three fifths is.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Audit_Strata_AreDrawnAtTheirOwnRates(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        const string Strata = "audit: { rate: 40%, grader: good, strata: [{ when: { header: { x-team: gold } }, rate: 60% }] }";
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, Strata, Uncertified) + CertifiedGateway.Graders, options: made => made with { NewRandom = static () => new HalfRandom() });
        for (var i = 0; i < 4; i++)
        {
            await gateway.AskAsync(Bodies.Chat(streaming));
        }

        var gold = await gateway.AskAsync(Bodies.Chat(streaming), ("x-team", "gold"));
        await gateway.AuditedAsync();

        var audit = Assert.Single(await gateway.Services.GetRequiredService<LedgerWriter>().Ledger.Audits.PageAsync(new AuditPage()));
        Assert.Equal((gold.DecisionId, 0.6), (audit.DecisionId, audit.Rate));
        Assert.Equal(0.4 / 0.6, audit.Details.Weight!.Value, 12);
        Assert.Contains(audit.Details.Segments, segment => segment.StartsWith("task ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Labels_ThatContradictTheJudge_AreAnEventAndCountOnce()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        var plain = Configs.Pair(a.BaseUrl, b.BaseUrl, "audit: { rate: 1, labels: 1, judge_error: 5%, grader: good }") + CertifiedGateway.Graders;
        await using var gateway = await CertifiedGateway.StartAsync(_folder, plain);
        for (var i = 0; i < 12; i++)
        {
            var id = (await gateway.AskAsync(Bodies.Chat(false))).DecisionId!;
            await gateway.AuditedAsync();

            // Both answers are bad, says Ida, twice: the line is none the worse for it, the judge is.
            Assert.Equal(200, (await gateway.PostAsync($"/loadline/audits/{id}/label", """{"served":0,"reference":0,"by":"Ida"}""")).Status);
            Assert.Equal(200, (await gateway.PostAsync($"/loadline/audits/{id}/label", """{"served":0,"reference":0,"by":"Ida"}""")).Status);
        }

        var told = Assert.Single(await gateway.EventsAsync(), one => one.Kind == RouteEventKinds.JudgeError);
        Assert.Contains("drawn labels contradict good", told.Why, StringComparison.Ordinal);
        Assert.Contains("more than the 5% it was taken to err", told.Why, StringComparison.Ordinal);
        var route = await gateway.GetJsonAsync("/loadline/routes/auto");
        Assert.Equal((1.0, 12), (route.GetProperty("judgeWrong").GetDouble(), (int)(await gateway.Services.GetRequiredService<RouteKeeper>().Store.ListAsync())[0].Watch.Labelled));
        Assert.Contains("judge: wrong", route.GetProperty("noticed").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task Metrics_OfAnAuditedRoute_ShowWhatAuditsSay()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        var plain = Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit) + CertifiedGateway.Graders;
        await using var gateway = await CertifiedGateway.StartAsync(_folder, plain);
        await gateway.AskAsync(Bodies.Chat(false));
        a.DefaultScript = UpstreamScript.Reply("bad");
        await gateway.AskAsync(Bodies.Chat(false));
        await gateway.AuditedAsync();

        // As the second hand does it, the fifteenth time reads figures.
        var upkeep = Assert.Single(gateway.Services.GetServices<IHostedService>().OfType<RouteUpkeep>());
        for (var i = 0; i < RouteUpkeep.FiguresEvery; i++)
        {
            await upkeep.RunOnceAsync(default);
        }

        var page = (await gateway.SendAsync("GET", "/metrics")).Body;
        Assert.Contains("loadline_route_kept_ratio{bound=\"estimate\",route=\"auto\"} 0.5\n", page, StringComparison.Ordinal);
        Assert.Contains("loadline_route_lost_ratio{bound=\"estimate\",route=\"auto\"} 0.5\n", page, StringComparison.Ordinal);
        Assert.Contains("loadline_route_share_ratio{kind=\"reference\",route=\"auto\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("loadline_route_evidence_ratio{route=\"auto\"} 0.0", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_AWebhookInTheConfig_GetsThem()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var hook = FakeUpstream.Start();
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            a.BaseUrl, b.BaseUrl, mode: CertifiedGateway.Mode("enforce", certificate), server: $"webhook: \"{hook.BaseUrl}/chat/completions\""));

        await Eventually.TrueAsync(() => hook.Requests.Count > 0, "the event is posted");

        Assert.Contains("\"kind\":\"certificate-taken\"", hook.Requests[0].BodyText, StringComparison.Ordinal);
    }

    private sealed class HalfRandom() : Random(Interlocked.Increment(ref _seed))
    {
        private static int _seed;

        public override double NextDouble() => 0.5;
    }
}
