using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Loadline.Dashboard.Tests.Kit;
using Xunit.Abstractions;

namespace Loadline.Dashboard.Tests.Browser;

/// <summary>Every page with nothing in it, with one request, and with far too much: looked at in Chromium by tests/slow.sh dashboard.</summary>
public sealed class ExtremesTests(ITestOutputHelper log)
{
    // Written from right to left, a name without a place to break, and markup.
    private const string Rtl = "لماذا ذهب هذا الطلب إلى النموذج الكبير؟";
    private const string Long = "eu-west-3-provisioned-throughput-and-a-name-that-nobody-shortened-since-two-thousand-and-nineteen-" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [SlowBrowserFact]
    public async Task Pages_WithNothing_SayWhatIsMissing()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true, change: static config => config with { Routes = [] });
        await LookAsync(world, "empty", Pages(null));
    }

    [SlowBrowserFact]
    public async Task Pages_WithOneRequest_AreWhole()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        var id = await world.AskHostileAsync();
        await LookAsync(world, "one", Pages(id));
    }

    [SlowBrowserFact]
    public async Task Pages_WithFarTooMuch_AreWhole()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true, change: Crowded);
        var rows = Enumerable.Range(0, 400).Select(Row).ToList();
        await world.Ledger.Ledger.Decisions.AppendAsync(rows);
        var first = rows[^1].Decision;
        await world.Ledger.Ledger.Feedback.AddAsync(new FeedbackRecord(first.Id, first.Time, 0.25, "user") { Comment = Rtl + DashboardWorld.Hostile + Long });
        foreach (var row in rows.TakeLast(60))
        {
            await world.Ledger.Ledger.Audits.AddAsync(new AuditRecord(row.Decision.Id, row.Decision.Time, "auto", row.Decision.Served!, Long, 0, 1, 0.02, Long, 12345.678m)
            {
                WantsLabel = true,
                Details = new AuditDetails { Answers = [new("sim-small", 0.1, 999.5m), new(Long, 0.999, 123456.789m), new("sim-code", 0.5, 0.000001m)], ServedCostUsd = 5 },
            });
        }

        var keeper = (RouteKeeper)world.Services.GetService(typeof(RouteKeeper))!;
        await keeper.SetModeAsync("auto", new RouteModeSetting(RouteMode.Canary, 0.001), "key " + Rtl, Rtl + " " + Long + DashboardWorld.Hostile);
        await keeper.MovedAsync("auto", "alias:a@simulated/sim-large", Long, Long);
        await keeper.MovedAsync("auto", "alias:a@simulated/sim-large", Rtl, Long);
        await LookAsync(world, "much", Pages(first.Id));
    }

    private static Dictionary<string, string> Pages(string? decision)
    {
        var pages = new Dictionary<string, string>
        {
            ["overview"] = "",
            ["overview-all"] = "?range=all",
            ["routes"] = "/routes",
            ["decisions"] = "/decisions",
            ["models"] = "/models",
            ["keys"] = "/keys",
            ["audits"] = "/audits",
            ["playground"] = "/playground",
            ["setup"] = "/setup",
        };
        if (decision is not null)
        {
            pages["decision"] = "/decisions/" + decision;
            pages["whatif"] = "/routes/auto/what-if?range=all";
        }

        return pages;
    }

    private async Task LookAsync(DashboardWorld world, string name, Dictionary<string, string> pages)
    {
        var report = await BrowserRun.LookAsync(new BrowserSettings
        {
            Address = world.Address.ToString().TrimEnd('/'),
            Key = "",
            Hostile = DashboardWorld.Hostile,
            Row = "",
            Looks = [[1440, "light"], [320, "dark"], [390, "light"]],
            Prints = true,
            Pages = pages.ToDictionary(page => name + "-" + page.Key, page => page.Value),
        });
        log.WriteLine($"{report.Pages.Count} pages; screenshots in {Path.GetFullPath(BrowserRun.Screenshots)}");
        Assert.True(report.Problems.Count == 0, string.Join('\n', report.Problems));
        Assert.Equal(3 * pages.Count, report.Pages.Count);
    }

    // Twelve more routes and a model and a key with names that no column was made for.
    private static LoadlineConfig Crowded(LoadlineConfig config)
    {
        var named = config.Models[0] with { Name = Long };
        var auto = config.Routes[0];
        return config with
        {
            Models = [.. config.Models, named],
            Routes = [auto with { Pool = [.. auto.Pool, Long] }, .. Enumerable.Range(1, 12).Select(i => auto with { Name = i == 1 ? Long : $"route-{i}" })],
        };
    }

    // From a ten-millionth of a dollar to ten million of them, and every outcome.
    private static LedgerEntry Row(int i)
    {
        var time = Start.AddHours(i);
        var cost = (decimal)Math.Pow(10, (i % 15) - 7) * 1.2345m;
        var row = Loadline.Testing.Ledger.LedgerSamples.Create(i, time);
        return new LedgerEntry(row with
        {
            Route = i % 7 == 0 ? Long : i % 3 == 0 ? "route-" + (1 + (i % 12)) : "auto",
            Served = i % 5 == 0 ? Long : row.Served ?? "sim-small",
            Rule = i % 4 == 0 ? Long : null,
            Reason = "rule=" + Long + " policy=" + Rtl,
            Candidates = [.. row.Candidates, new CandidateRecord(Long, false, ["context too small", "no tools", Rtl], 1e12, true) { PredictedQuality = -0.01, PredictedCost = 1234567 }],
            CostUsd = cost,
            ReferenceCostUsd = i % 2 == 0 ? cost * 3 : cost / 3,
            DurationMs = Math.Pow(10, i % 8),
            OverheadMicroseconds = Math.Pow(10, i % 7),
        }, new DecisionContent(System.Text.Encoding.UTF8.GetBytes(Rtl + "\n" + DashboardWorld.Hostile + Long + Long), System.Text.Encoding.UTF8.GetBytes(Rtl)));
    }
}
