using System.Net;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Dashboard.Tests.Kit;
using Loadline.Testing.Ledger;

namespace Loadline.Dashboard.Tests.Pages;

public sealed class DecisionTests
{
    [Fact]
    public async Task Content_OfAStranger_IsShownAsText()
    {
        await using var world = await DashboardWorld.StartAsync();
        var id = await world.AskHostileAsync();
        using var visitor = await Visitor.LoginAsync(world.Address, DashboardWorld.AdminKey);
        var page = await visitor.GetAsync("/decisions/" + id);
        Assert.Contains("&lt;script data-stranger&gt;stranger=1&lt;/script&gt;", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script data-stranger", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_KeyThatMayNotSeePrompts_SeesNone()
    {
        await using var world = await DashboardWorld.StartAsync();
        var id = await world.AskHostileAsync();
        var (_, blind) = await world.KeyAsync("operator");
        var (_, seeing) = await world.KeyAsync("viewer", draft => draft with { MaySeePrompts = true });
        using var without = await Visitor.LoginAsync(world.Address, blind);
        using var with = await Visitor.LoginAsync(world.Address, seeing);
        var hidden = await without.GetAsync("/decisions/" + id);
        Assert.Contains("This key may not see prompts", hidden.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-stranger", hidden.Text, StringComparison.Ordinal);
        Assert.Contains("data-stranger", (await with.GetAsync("/decisions/" + id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_DearestFirst_IsSortedByCostAndSaysHowManyWereRead()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        await world.WorkAsync(40);
        await Eventually.TrueAsync(() => world.Ledger.Recent(100).Count == 40, "all are recorded");
        using var visitor = new Visitor(world.Address);
        var page = await visitor.GetAsync("/decisions?sort=dearest");
        Assert.Contains("40 dearest of the newest 40 that were looked through", page.Text, StringComparison.Ordinal);
        var shown = world.Ledger.Recent(100).OrderBy(one => page.Text.IndexOf(one.Id, StringComparison.Ordinal)).Select(one => one.CostUsd).ToList();
        Assert.Equal(shown.OrderDescending(), shown);
    }

    [Fact]
    public async Task List_Pages_ShowEveryDecisionOnce()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        await world.WorkAsync(70);
        await Eventually.TrueAsync(() => world.Ledger.Recent(100).Count == 70, "all are recorded");
        using var visitor = new Visitor(world.Address);
        var first = (await visitor.GetAsync("/decisions")).Text;
        var next = WebUtility.HtmlDecode(first.Split("class=\"button\" href=\"")[1].Split('"')[0])[DashboardPages.Path.Length..];
        var second = (await visitor.GetAsync(next)).Text;
        foreach (var decision in world.Ledger.Recent(100))
        {
            Assert.True(first.Contains(decision.Id, StringComparison.Ordinal) ^ second.Contains("decisions/" + decision.Id, StringComparison.Ordinal), decision.Id);
        }
    }

    [Fact]
    public async Task Words_FindRowsAndAnIdLeadsToItsDecision()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        await world.WorkAsync(40);
        var id = world.Ledger.Recent(1)[0].Id;
        using var visitor = new Visitor(world.Address);
        Assert.EndsWith(id, (await visitor.GetAsync("/decisions?q=" + id)).Header("Location"), StringComparison.Ordinal);
        Assert.Contains("Nothing matches", (await visitor.GetAsync("/decisions?q=no-such-word")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidates_WithPredictions_AreShownWithQualityAndCost()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        var rows = LedgerSamples.Many(5, TimeSpan.FromSeconds(1));
        await world.Ledger.Ledger.Decisions.AppendAsync(rows);
        using var visitor = new Visitor(world.Address);
        var predicted = (await visitor.GetAsync("/decisions/" + rows[1].Decision.Id)).Text;
        Assert.Contains("Predicted quality", predicted, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">0.812</td><td class=\"n\">0.012</td>", predicted, StringComparison.Ordinal);
        await world.Ledger.Ledger.Decisions.AppendAsync([rows[0] with { Decision = rows[0].Decision with { Id = DecisionId.Create(LedgerSamples.Start, new Random(99)), Candidates = [new CandidateRecord("small", true, [], 0.1, true)] } }]);
        var plain = (await visitor.GetAsync("/decisions/" + DecisionId.Create(LedgerSamples.Start, new Random(99)))).Text;
        Assert.Contains("The policy that decided predicts no quality.", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("reference calls", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ThatWaitsForALabel_TakesOneFromAnOperator()
    {
        await using var world = await DashboardWorld.StartAsync();
        var id = await world.AskHostileAsync();
        var decision = world.Ledger.Find(id)!;
        await world.Ledger.FlushAsync();
        await world.Ledger.Ledger.Audits.AddAsync(new AuditRecord(id, decision.Time, "auto", "sim-small", "sim-large", 0, 1, 0.02, "judge", 0.01m) { WantsLabel = true });
        var (_, text) = await world.KeyAsync("operator");
        using var visitor = await Visitor.LoginAsync(world.Address, text);
        Assert.Contains(id, (await visitor.GetAsync("/audits?show=open")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SubmitAsync("/audits/" + id, "/audits/" + id, ("served", "2"), ("reference", "1"))).Status);
        var kept = await visitor.SubmitAsync("/audits/" + id, "/audits/" + id, ("served", "0.5"), ("reference", "1"), ("comment", DashboardWorld.Hostile));
        Assert.Contains("Your label is kept", kept.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script data-stranger", kept.Text, StringComparison.Ordinal);
        var label = (await world.Ledger.Ledger.Audits.FindAsync(id))!.Label!;
        Assert.Equal((0.5, 1.0, DashboardWorld.Hostile), (label.ServedQuality, label.ReferenceQuality, label.Comment));
        Assert.Contains("Nothing waits for a label", (await visitor.GetAsync("/audits?show=open")).Text, StringComparison.Ordinal);
    }
}
