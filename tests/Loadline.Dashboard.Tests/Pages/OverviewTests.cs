using System.Net;
using Loadline.Cli.Replay;
using Loadline.Core.Decisions;
using Loadline.Dashboard.Tests.Kit;
using Loadline.Dashboard.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Dashboard.Tests.Pages;

public sealed class OverviewTests
{
    [Fact]
    public async Task Demo_SavingsOnThePage_AgreeWithTheTableToTheCent()
    {
        await using var world = await DashboardWorld.StartAsync();
        var results = await world.WorkAsync();
        var stats = world.Services.GetRequiredService<DecisionStats>();
        await Eventually.TrueAsync(() => stats.Read().Sum(one => one.Requests) == results.Length, "all requests are counted");
        var table = GatewaySums.Create(stats.Read());
        using var visitor = await Visitor.LoginAsync(world.Address, DashboardWorld.AdminKey);
        foreach (var range in (string[])["", "?range=15m", "?range=all", "?range=24h&route=auto"])
        {
            var page = await visitor.GetAsync(range);
            foreach (var (name, amount) in (ReadOnlySpan<(string, decimal)>)[("Spent", table.CostUsd), ("The reference would have cost", table.ReferenceCostUsd), ("Saved", table.SavedUsd)])
            {
                Assert.Contains($"<dt>{name}</dt>", page.Text, StringComparison.Ordinal);
                Assert.Equal(Show.Usd(amount), Figure(page.Text, name));
            }
        }

        // The callers' own sum of what each answer said it cost.
        Assert.Equal(table.CostUsd, results.Sum(result => result.CostUsd ?? 0));
        Assert.True(table.SavedUsd > 1, $"{table.SavedUsd}");
    }

    [Fact]
    public async Task NothingYet_SaysSoAndWhereToBegin()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        using var visitor = new Visitor(world.Address);
        var page = await visitor.GetAsync("");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("No requests in this time", page.Text, StringComparison.Ordinal);
        Assert.Contains("No answers to time yet", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_ThatIsFilteredFor_IsAllThatIsCounted()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        await world.WorkAsync(5);
        using var visitor = new Visitor(world.Address);
        Assert.Equal("0", Figure((await visitor.GetAsync("?route=nowhere")).Text, "Requests"));
        Assert.Equal("5", Figure((await visitor.GetAsync("?route=auto")).Text, "Requests"));
    }

    private static string Figure(string html, string tile)
    {
        var rest = html[html.IndexOf($"<dt>{tile}</dt>", StringComparison.Ordinal)..];
        rest = rest[(rest.IndexOf("figure\">", StringComparison.Ordinal) + 8)..];
        return WebUtility.HtmlDecode(rest[..rest.IndexOf('<', StringComparison.Ordinal)]);
    }
}
