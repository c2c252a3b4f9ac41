using System.Net;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Tests.Kit;
using Loadline.Testing.Ledger;

namespace Loadline.Dashboard.Tests.Pages;

public sealed class ModelTests
{
    private const string Config = """
        version: 1
        providers: { openai: { api_key: k }, own: { url: "http://127.0.0.1:9/v1" } }
        models:
          known: { provider: openai, name: gpt-4o-mini }
          dear: { provider: openai, name: gpt-4o, price: { input: 99, output: 100 } }
          mine: { provider: own, name: m, price: { input: 1, output: 2 } }
        """;

    [Fact]
    public void Drift_OfAConfiguredPrice_IsSeenBesideTheCatalogue()
    {
        var rows = PriceDrift.Of(Snapshot(), [], []).ToDictionary(row => row.Deployment.Id);
        Assert.False(rows["openai/gpt-4o-mini"].DiffersFromCatalogue);
        Assert.True(rows["openai/gpt-4o"].DiffersFromCatalogue);
        Assert.NotEqual("", rows["openai/gpt-4o"].Known!.PricesAsOf);
        Assert.Null(rows["own/m"].Known);
        Assert.False(rows["own/m"].DiffersFromCatalogue);
    }

    [Fact]
    public void Drift_OfChargesAndEarlierPrices_IsReadFromCalls()
    {
        var price = new ModelPrice(1, 2);
        var rows = PriceDrift.Of(
            Snapshot(),
            [],
            [
                Decision(3, Call(price, 0.0021m)), Decision(2, Call(price, 0.0021m), Call(new ModelPrice(0.5m, 2), null)), Decision(1, Call(new ModelPrice(0.4m, 2), null)),
            ]).Single(row => row.Deployment.Id == "own/m");
        Assert.Equal((1.05, 2, true), (rows.ChargedOverList!.Value, rows.Charged, rows.DiffersFromCharges));
        Assert.Equal((new ModelPrice(0.5m, 2), LedgerSamples.Start.AddDays(2)), rows.Before);
    }

    [Fact]
    public async Task Page_NameThatMoved_SaysWhatItCallsItselfAndWhen()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        var keeper = (RouteKeeper)world.Services.GetService(typeof(RouteKeeper))!;
        await keeper.MovedAsync("auto", "alias:sim-large@simulated/sim-large", "sim-large-01", "sim-large at simulated/sim-large");
        await keeper.MovedAsync("auto", "alias:sim-large@simulated/sim-large", "<b>sim-large-02", "sim-large at simulated/sim-large");
        using var visitor = new Visitor(world.Address);
        var page = (await visitor.GetAsync("/models")).Text;
        Assert.Contains("<td>&lt;b&gt;sim-large-02</td>", page, StringComparison.Ordinal);
        Assert.Contains("sim-large at simulated/sim-large calls itself &lt;b&gt;sim-large-02; before, sim-large-01", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dashboard_SwitchedOff_IsNotThereAndTheAdminApiIs(bool isOn)
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true, change: config => config with { Server = config.Server with { HasDashboard = isOn } });
        using var visitor = new Visitor(world.Address);
        Assert.Equal(isOn ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await visitor.GetAsync("")).Status);
        Assert.Equal(isOn ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await visitor.GetAsync("/assets/dashboard.css")).Status);
        using var http = new HttpClient { BaseAddress = world.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/loadline/stats", UriKind.Relative))).StatusCode);
    }

    private static RuntimeSnapshot Snapshot()
    {
        var result = ConfigReader.Read(Config, "test.yaml", static _ => null);
        Assert.Empty(result.Errors);
        return SnapshotBuilder.Build(result.Config!, null, BuiltInCatalog.Instance);
    }

    private static DecisionRecord Decision(int day, params AttemptRecord[] attempts) => LedgerSamples.Create(day, LedgerSamples.Start.AddDays(day)) with { Attempts = attempts };

    // A thousand tokens in and five hundred out: at 1 and 2 USD per million, 0.002 USD.
    private static AttemptRecord Call(ModelPrice price, decimal? charged) =>
        new("mine", "own/m", "ok", 200, 1, 2, new TokenUsage(1000, 0, 0, 500, 0) { ChargedUsd = charged }, null) { Price = price };
}
