using Loadline.Core.Ledger;
using Loadline.Dashboard.Tests.Kit;
using Xunit.Abstractions;

namespace Loadline.Dashboard.Tests.Browser;

/// <summary>The dashboard in headless Chromium, with the demo's workload behind it.</summary>
public sealed class BrowserTests(ITestOutputHelper log)
{
    private static readonly string[] Journeys =
    [
        "find why this request was dear", "revoke a key", "promote a canary", "label a disagreement", "try a prompt", "change the theme, and leave",
    ];

    [BrowserFact]
    public async Task EveryPageAndJourney_InBothThemesAndWidths_IsWhole()
    {
        await using var world = await DashboardWorld.StartAsync();
        await world.WorkAsync();
        var hostile = await world.AskHostileAsync();
        await world.Ledger.FlushAsync();
        await world.Ledger.Ledger.Audits.AddAsync(new AuditRecord(
            hostile, world.Ledger.Find(hostile)!.Time, "auto", "sim-small", "sim-large", 0, 1, 0.02, "judge", 0.01m)
        { WantsLabel = true });
        await world.AuditAllAsync();
        var dearest = world.Ledger.Recent(1000).MaxBy(one => one.CostUsd)!.Id;
        await world.KeyAsync("viewer", draft => draft with { Limits = ["budget=5/month"] });
        var pages = new Dictionary<string, string>
        {
            ["overview"] = "",
            ["routes"] = "/routes",
            ["whatif"] = "/routes/auto/what-if",
            ["decisions"] = "/decisions",
            ["decision"] = "/decisions/" + dearest,
            ["hostile"] = "/decisions/" + hostile,
            ["models"] = "/models",
            ["keys"] = "/keys",
            ["audits"] = "/audits",
            ["audit"] = "/audits/" + hostile,
            ["playground"] = "/playground",
            ["setup"] = "/setup",
        };
        var report = await BrowserRun.LookAsync(new BrowserSettings
        {
            Address = world.Address.ToString().TrimEnd('/'),
            Key = DashboardWorld.AdminKey,
            Hostile = DashboardWorld.Hostile,
            Row = DashboardWorld.HostileRow,
            Route = "auto",
            Prints = true,
            Pages = pages,
        });
        log.WriteLine($"{report.Pages.Count} pages, {report.Journeys.Count} journeys; screenshots in {Path.GetFullPath(BrowserRun.Screenshots)}");
        Assert.True(report.Problems.Count == 0, string.Join('\n', report.Problems));
        Assert.Equal(4 * pages.Count, report.Pages.Count);
        Assert.Equal(Journeys, report.Journeys);
    }
}
