using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Loadline.Dashboard.Tests.Kit;

namespace Loadline.Dashboard.Tests.Pages;

public sealed partial class WhatIfTests
{
    [Fact]
    public async Task Page_AuditsOfEveryCandidate_TellQualityAndCostOfEverySetting()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        await world.WorkAsync(200);
        await Eventually.TrueAsync(() => world.Ledger.Recent(300).Count == 200, "all are recorded");
        await world.AuditAllAsync();
        using var visitor = new Visitor(world.Address);
        var page = await visitor.GetAsync("/routes/auto/what-if");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var text = Read(page.Text);
        Assert.Contains("Cost against quality, by 200 requests", text, StringComparison.Ordinal);
        foreach (var name in new[] { "as configured", "bounds −0.2", "bounds +0.2", "sim-small alone", "sim-large alone", "chance alone", "the oracle" })
        {
            Assert.Contains(name, text, StringComparison.Ordinal);
        }

        // Nothing was left to chance, and still all of it can be told: the small model right in about half of the cases, the large one in nine of ten.
        Assert.DoesNotContain("What the log cannot tell", text, StringComparison.Ordinal);
        Assert.Equal(("sim-large 100.0 %", "0.900"), Figures(text, "sim-large alone"));
        var (shares, quality) = Figures(text, "sim-small alone");
        Assert.StartsWith("sim-small 9", shares, StringComparison.Ordinal);
        Assert.InRange(double.Parse(quality, CultureInfo.InvariantCulture), 0.5, 0.55);
    }

    [Fact]
    public async Task Page_LogOfACertainPolicy_TellsCostsAndSaysWhyNotQuality()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        await world.WorkAsync(120);
        await Eventually.TrueAsync(() => world.Ledger.Recent(300).Count == 120, "all are recorded");
        using var visitor = new Visitor(world.Address);
        var page = Read((await visitor.GetAsync("/routes/auto/what-if")).Text);
        Assert.Contains("What the log cannot tell", page, StringComparison.Ordinal);
        Assert.Contains("no request has a grade", page, StringComparison.Ordinal);
        Assert.Matches("sim-large alone</th>\\s*<td>sim-large 100.0 %</td>\\s*<td class=\"n\">\\$0\\.\\d+</td>\\s*<td class=\"n\">100.0 %", page);
    }

    [Fact]
    public async Task Page_NoRequests_SaysSo()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        using var visitor = new Visitor(world.Address);
        Assert.Contains("No request of this route is in the ledger", (await visitor.GetAsync("/routes/auto/what-if")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/routes/no-such/what-if")).Status);
        Assert.Contains("/routes/auto/what-if", (await visitor.GetAsync("/routes")).Text, StringComparison.Ordinal);
    }

    private static string Read(string html) => WebUtility.HtmlDecode(html).Replace('\u00a0', ' ');

    private static (string Shares, string Quality) Figures(string page, string setting)
    {
        var table = page[page.IndexOf("id=\"settings\"", StringComparison.Ordinal)..];
        var row = Row().Matches(table).Select(match => match.Value).First(row => row.Contains($">{setting}</th>", StringComparison.Ordinal));
        var cells = Cell().Matches(row).Select(match => match.Groups[1].Value).ToList();
        return (cells[0], cells[3]);
    }

    [GeneratedRegex("<tr[^>]*>\\s*<th scope=\"row\".*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<td[^>]*>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex Cell();
}
