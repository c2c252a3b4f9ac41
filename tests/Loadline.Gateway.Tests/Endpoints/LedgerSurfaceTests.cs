using Loadline.Core.Ledger;
using Loadline.Gateway.Tests.Kit;
using Loadline.Storage.Sqlite;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Endpoints;

/// <summary>Loadline's own addresses over a ledger: ranges, filters, pages, and what they tell while it fails.</summary>
public sealed class LedgerSurfaceTests : IDisposable
{
    private static readonly UpstreamScript Billed = new() { Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stats_AfterARestart_AreOfTheWholeLedger()
    {
        await using var upstream = FakeUpstream.Start(Billed);
        await using (var first = await StartAsync(upstream))
        {
            await first.AskAsync(Bodies.Chat(true));
            await first.AskAsync(Bodies.Chat(false));
        }

        await using var second = await StartAsync(upstream);
        await second.AskAsync(Bodies.Chat(false));

        var stats = await StatsAsync(second, 3);
        Assert.Equal("ledger", stats.GetProperty("source").GetString());
        Assert.Equal(3 * 0.001m, stats.GetProperty("costUsd").GetDecimal());
        var list = (await second.GetJsonAsync("/loadline/decisions")).GetProperty("decisions");
        Assert.Equal(3, list.GetArrayLength());
        var oldest = list[2].GetProperty("id").GetString();
        Assert.Equal(oldest, (await second.GetJsonAsync("/loadline/decisions/" + oldest)).GetProperty("id").GetString());
        var page = (await second.GetJsonAsync("/loadline/decisions?limit=1&after=" + list[0].GetProperty("id").GetString())).GetProperty("decisions");
        Assert.Equal(list[1].GetProperty("id").GetString(), Assert.Single(page.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Questions_WithFilters_AreAnsweredForThatPart()
    {
        await using var upstream = FakeUpstream.Start(Billed);
        await using var gateway = await StartAsync(upstream);
        await gateway.AskAsync(Bodies.Chat(false));
        upstream.DefaultScript = UpstreamScript.Error(400);
        await gateway.AskAsync(Bodies.Chat(false));
        await StatsAsync(gateway, 2);

        foreach (var (query, expected) in ((string, int)[])
        [
            ("from=1h", 2), ("to=1h", 0), ("route=auto&model=small", 2), ("outcome=ok", 1), ("outcome=upstream_refused", 1),
            ("route=support", 0), ("model=large", 0), ("from=2020-01-01&to=2099-01-01", 2),
        ])
        {
            Assert.Equal(expected, (await gateway.GetJsonAsync("/loadline/stats?" + query)).GetProperty("requests").GetInt32());
            Assert.Equal(expected, (await gateway.GetJsonAsync("/loadline/decisions?" + query)).GetProperty("decisions").GetArrayLength());
        }

        foreach (var bad in (string[])["/loadline/stats?from=yesterday", "/loadline/decisions?to=2026-13-01", "/loadline/decisions?after=x"])
        {
            Assert.Equal((400, "invalid_parameter"), ((await gateway.SendAsync("GET", bad)).Status, (await gateway.SendAsync("GET", bad)).Code));
        }
    }

    [Fact]
    public async Task Requests_WhileTheLedgerFails_GoOnAndHealthSaysSo()
    {
        var alarms = new List<string>();
        var engine = Open();
        engine.OnConnected = static database => database.Run("PRAGMA max_page_count = 1");
        engine.Configure("PRAGMA max_page_count = 1");
        await using var upstream = FakeUpstream.Start(Billed);
        await using var gateway = await StartAsync(upstream, engine, alarms.Add);

        var answers = new List<Answer>();
        for (var i = 0; i < 60; i++)
        {
            answers.Add(await gateway.AskAsync(Bodies.Chat(i % 2 == 0)));
        }

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        await Eventually.TrueAsync(() => alarms.Count > 0, "the alarm");
        var health = await gateway.GetJsonAsync("/healthz");
        Assert.Equal(("degraded", "failing"), (health.GetProperty("status").GetString(), health.GetProperty("ledger").GetProperty("state").GetString()));
        Assert.Contains("full", health.GetProperty("ledger").GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(60, (await gateway.GetJsonAsync("/loadline/stats")).GetProperty("requests").GetInt32());
        Assert.Equal("memory", (await gateway.GetJsonAsync("/loadline/stats")).GetProperty("source").GetString());
        Assert.Equal(50, (await gateway.GetJsonAsync("/loadline/decisions")).GetProperty("decisions").GetArrayLength());
        Assert.Equal(503, (await gateway.SendAsync("GET", "/loadline/stats?from=1h")).Status);

        engine.OnConnected = null;
        await Eventually.TrueAsync(
            async () => (await gateway.GetJsonAsync("/healthz")).GetProperty("status").GetString() == "ok", "the ledger's recovery");
        Assert.Equal(60, (await gateway.GetJsonAsync("/loadline/stats?from=1h")).GetProperty("requests").GetInt32());
        Assert.Contains("loadline_ledger_dropped_total 0", (await gateway.MetricsAtRestAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("loadline_ledger_written_total 60", (await gateway.MetricsAtRestAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_OfRetriedFailedAndAbandonedRequests_AreAllThereWithWhatTheyCost()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start(Billed);
        var engine = Open();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl), ledger: Writer(engine));
        var retried = await gateway.AskAsync(Bodies.Chat(false));
        a.DefaultScript = UpstreamScript.Error(400);
        var failed = await gateway.AskAsync(Bodies.Chat(false));
        a.DefaultScript = new UpstreamScript { Fault = UpstreamFault.AfterTokens(FaultKind.Reset, 1), Text = "One two three four" };
        var broken = await gateway.AskAsync(Bodies.Chat(true));
        await StatsAsync(gateway, 3);

        var first = (await engine.Decisions.FindAsync(retried.DecisionId!))!.Decision;
        Assert.Equal(["upstream_unavailable", "ok"], first.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal((null, 0.0084m, 0.0084m), (first.Attempts[0].CostUsd, first.Attempts[1].CostUsd, first.CostUsd));
        Assert.True(first.Attempts[0].PossiblyBilled);
        Assert.Equal((10m, 20m), (first.Attempts[1].Price!.Input, first.Attempts[1].Price!.Output));
        var second = (await engine.Decisions.FindAsync(failed.DecisionId!))!.Decision;
        Assert.Equal(("upstream_refused", 400, false), (second.Outcome, second.Status, Assert.Single(second.Attempts).PossiblyBilled));
        var third = (await engine.Decisions.FindAsync(broken.DecisionId!))!.Decision;
        Assert.Equal(("upstream_stream_broken", true), (third.Outcome, third.Attempts[^1].PossiblyBilled));
    }

    private static async Task<System.Text.Json.JsonElement> StatsAsync(TestGateway gateway, int expected)
    {
        // A record is made just after its answer's last byte.
        await Eventually.TrueAsync(
            async () => (await gateway.GetJsonAsync("/loadline/stats")).GetProperty("requests").GetInt32() == expected, $"{expected} records");
        return await gateway.GetJsonAsync("/loadline/stats");
    }

    private Task<TestGateway> StartAsync(FakeUpstream upstream, SqliteLedger? engine = null, Action<string>? alarm = null) =>
        TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl), ledger: Writer(engine ?? Open(), alarm));

    private static LedgerWriter Writer(SqliteLedger engine, Action<string>? alarm = null) =>
        new(engine, new LedgerWriterOptions { FlushInterval = TimeSpan.FromMilliseconds(50), FirstRetry = TimeSpan.FromMilliseconds(300) }, TimeProvider.System, alarm ?? (static _ => { }));

    private SqliteLedger Open() => SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("ledger.db")));
}
