using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Endpoints;

/// <summary>Loadline's own addresses agree with what was sent.</summary>
public sealed class OwnSurfaceTests
{
    private static readonly UpstreamScript Billed = new() { Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) };

    [Fact]
    public async Task Stats_AfterAMixOfAnswers_AgreeToTheCent()
    {
        await using var a = FakeUpstream.Start(Billed);
        await using var b = FakeUpstream.Start(Billed);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl));
        for (var i = 0; i < 10; i++)
        {
            await gateway.AskAsync(Bodies.Chat(streaming: i % 2 == 0));
        }

        a.DefaultScript = UpstreamScript.Error(503);
        await gateway.AskAsync(Bodies.Chat(true));
        await gateway.AskAsync(Bodies.Chat(false));
        b.DefaultScript = UpstreamScript.Error(400);
        await gateway.AskAsync(Bodies.Chat(false));
        await gateway.AskAsync("not json");
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(99).Count == 13, "all records");

        var stats = await gateway.GetJsonAsync("/loadline/stats");

        Assert.Equal(13, stats.GetProperty("requests").GetInt32());
        Assert.Equal(1, stats.GetProperty("errors").GetInt32());
        Assert.Equal(2, stats.GetProperty("failovers").GetInt32());
        Assert.Equal(1, stats.GetProperty("unpricedRequests").GetInt32());
        Assert.Equal((10 * 0.001m) + (2 * 0.0084m), stats.GetProperty("costUsd").GetDecimal());
        Assert.Equal(12 * 0.0084m, stats.GetProperty("referenceCostUsd").GetDecimal());
        Assert.Equal(["large", "small"], stats.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString()));
        Assert.Equal([3, 10], stats.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("requests").GetInt32()));
    }

    [Fact]
    public async Task Metrics_AfterRequests_HaveTheCountersThatMoved()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start(Billed);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl));
        await gateway.AskAsync(Bodies.Chat(true));
        var last = await gateway.AskAsync(Bodies.Chat(false));
        await gateway.DecisionAsync(last);
        await gateway.AskAsync("not json");

        var text = (await gateway.MetricsAsync()).Text;

        foreach (var line in (string[])
        [
            "loadline_requests_total{model=\"large\",outcome=\"ok\",route=\"auto\"} 2",
            "loadline_requests_total{model=\"none\",outcome=\"caller_bad_request\",route=\"none\"} 1",
            "loadline_attempts_total{deployment=\"a/up-small\",outcome=\"upstream_unavailable\"} 2",
            "loadline_attempts_total{deployment=\"b/up-large\",outcome=\"ok\"} 2",
            "loadline_failovers_total{reason=\"upstream_unavailable\",route=\"auto\"} 2",
            "loadline_config_generation 1",
        ])
        {
            Assert.Contains(Sorted(line), text.Split('\n').Select(Sorted));
        }
    }

    [Fact]
    public async Task Decisions_ListAndOne_AreWhatWasDecided()
    {
        await using var upstream = FakeUpstream.Start(Billed);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var first = await gateway.AskAsync(Bodies.Chat(true));
        await gateway.DecisionAsync(first);
        var second = await gateway.AskAsync(Bodies.Chat(false));
        await gateway.DecisionAsync(second);

        var list = (await gateway.GetJsonAsync("/loadline/decisions?limit=5")).GetProperty("decisions").EnumerateArray().ToList();
        Assert.Equal([second.DecisionId, first.DecisionId], list.Select(decision => decision.GetProperty("id").GetString()));
        var one = await gateway.GetJsonAsync("/loadline/decisions/" + first.DecisionId);
        Assert.Equal(0.001m, one.GetProperty("costUsd").GetDecimal());
        Assert.Equal(["small", "large"], one.GetProperty("candidates").EnumerateArray().Select(candidate => candidate.GetProperty("model").GetString()));
        Assert.Equal("ok", one.GetProperty("attempts")[0].GetProperty("outcome").GetString());

        var missing = await gateway.SendAsync("GET", "/loadline/decisions/01ARZ3NDEKTSV4RRFFQ69G5FAV");
        Assert.Equal((404, "decision_not_found"), (missing.Status, missing.Code));
        var bad = await gateway.SendAsync("GET", "/loadline/decisions?limit=many");
        Assert.Equal((400, "invalid_parameter"), (bad.Status, bad.Code));
        Assert.Contains("openapi.json", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminKey_Set_GuardsAllOfLoadlinesSurfaceAndNothingElse()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "admin_key: admin-secret-1"));
        foreach (var path in (string[])["/loadline/stats", "/loadline/decisions", "/loadline/decisions/x", "/loadline/openapi.json", "/loadline/decisions?limit=x"])
        {
            var without = await gateway.SendAsync("GET", path);
            Assert.Equal((401, "invalid_admin_key"), (without.Status, without.Code));
            Assert.Equal(401, (await gateway.SendAsync("GET", path, ("Authorization", "Bearer admin-secret-2"))).Status);
            Assert.Equal(401, (await gateway.SendAsync("GET", path, ("Authorization", "Bearer "))).Status);
            Assert.NotEqual(401, (await gateway.SendAsync("GET", path, ("Authorization", "Bearer admin-secret-1"))).Status);
        }

        Assert.Equal(200, (await gateway.SendAsync("GET", "/loadline/stats", ("Authorization", "bearer admin-secret-1"))).Status);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false))).Status);
        Assert.Equal(200, (await gateway.SendAsync("GET", "/v1/models")).Status);
        Assert.Equal(200, (await gateway.SendAsync("GET", "/healthz")).Status);
    }

    [Fact]
    public async Task OpenApi_Document_ListsExactlyLoadlinesSurface()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var document = await gateway.GetJsonAsync("/loadline/openapi.json");

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("Loadline", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal(
            ["/loadline/audits", "/loadline/audits/{id}", "/loadline/audits/{id}/label", "/loadline/budgets", "/loadline/decisions", "/loadline/decisions/{id}", "/loadline/feedback", "/loadline/keys", "/loadline/keys/{id}", "/loadline/keys/{id}/rotate", "/loadline/providers", "/loadline/routes", "/loadline/routes/events", "/loadline/routes/{name}", "/loadline/routes/{name}/canary",
                "/loadline/routes/{name}/promote", "/loadline/routes/{name}/rollback", "/loadline/stats"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_Report_TellsTheGeneration(string path)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var report = await gateway.GetJsonAsync(path);

        Assert.Equal(("ok", 1, 1, 3), (report.GetProperty("status").GetString(), report.GetProperty("configGeneration").GetInt32(),
            report.GetProperty("routes").GetInt32(), report.GetProperty("models").GetInt32()));
    }

    // Labels may stand in any order.
    private static string Sorted(string line)
    {
        var (open, close) = (line.IndexOf('{'), line.LastIndexOf('}'));
        return open < 0 || close < open ? line : string.Create(CultureInfo.InvariantCulture,
            $"{line[..open]}{string.Join(',', line[(open + 1)..close].Split(',').Order(StringComparer.Ordinal))}{line[close..]}");
    }
}
