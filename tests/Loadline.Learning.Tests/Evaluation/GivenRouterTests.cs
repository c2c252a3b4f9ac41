using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Runtime;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Evaluation.Given;
using Loadline.Learning.Reports;
using Loadline.Learning.Tests.Support;
using Loadline.Learning.Tests.Training;
using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Evaluation;

/// <summary>Policies that are given are measured as the gateway would decide by them, beside the same baselines.</summary>
public sealed partial class GivenRouterTests
{
    private static readonly OutcomeMatrix Table = SyntheticTable.Create(400);

    [Theory]
    [InlineData("{ kind: fixed, use: small }", 1, 0)]
    [InlineData("cheapest", 1, 0)]
    [InlineData("{ kind: fixed, use: big }", 0, 1)]
    [InlineData("{ kind: weighted, weights: { small: 1, big: 3 } }", 0.25, 0.75)]
    public void Policy_OfAConfig_IsServedByItsChoices(string policy, double small, double large)
    {
        var report = new Evaluator(Table, new EvalOptions { Given = [Router(policy)], Seeds = 2 }).WithFolds();

        var router = Assert.Single(report.Routers);
        Assert.True(router.Chosen);
        Assert.Equal(small, router.Share["small"], 0.05);
        Assert.Equal(large, router.Share["large"], 0.05);
        Assert.Equal((small * 0.1) + large, router.Cost, 0.05);
        Assert.Equal(("large", "given policy, folds"), (report.Reference, report.Protocol.Kind));
        Assert.Equal(10, router.PerSeed.Count);
        Assert.Contains(report.Baselines, baseline => baseline.Name == "zero");
    }

    // The rule knows sums by a word that only they have.
    [Fact]
    public void Policy_WithRules_RoutesEachRow()
    {
        var report = new Evaluator(Table, new EvalOptions
        {
            Given = [Router("{ kind: fixed, use: small }", "rules: [{ name: sums, when: { keywords: [multiply] }, use: big }]")],
        }).WithFolds();

        Assert.Equal(Table.Groups.Count(group => group == "sums") / (double)Table.Count, report.Routers[0].Share["large"], 0.01);
        Assert.InRange(report.Routers[0].CheapestBestAccuracy, 0.8, 1);
        Assert.True(report.Routers[0].Quality > 0.9);
    }

    // A row's tenant is whose key asked.
    [Fact]
    public void Policy_CertifiedForEachTenant_ServesRowsOfTheProvenOne()
    {
        OutcomeRow[] rows = [.. Table.Rows.Take(200).Select((row, i) => i % 4 == 0 ? Of(row, "search") : i % 4 == 1 ? Of(row, "shop") : row)];
        var config = CertifiedSegments.In(Configs.Of("quality: { keep: 0.5, segments: tenant }, policy: { kind: fixed, use: small }"), "search");
        var router = new PolicyRouter(SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance), "auto", "mine") { Models = Table.Models };
        var report = new Evaluator(OutcomeMatrix.Of(new OutcomeTable(rows), "tenants"), new EvalOptions { Given = [router] }).WithFolds();
        Assert.Equal(0.25, report.Routers[0].Share["small"], 0.01);
    }

    [Fact]
    public void Policy_ModelThatTheTableLacks_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Router("cheapest", models: "  odd: { provider: p, name: odd, price: { input: 1, output: 1 } }\n", pool: "small, big, odd"));
        Assert.Contains("no outcomes of 'odd'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Artifact_OnOtherRows_HasItsWholePath()
    {
        int[] rows = [.. Enumerable.Range(0, 200)];
        var trained = Trainer.Train(Table, RowFeatures.Of(Table.Rows), rows, new TrainingOptions { Reference = "large" });
        var other = SyntheticTable.Create(150);
        var report = new Evaluator(other, new EvalOptions { Given = [new ArtifactRouter(trained.Artifact, "note")] }).WithFolds();

        Assert.Equal(("artifact", "large"), (report.Routers[0].Name, report.Reference));
        Assert.True(report.Routers[0].Apgr > 0.6, $"{report.Routers[0].Apgr}");
        Assert.Equal(11, report.Routers[0].Pgr.Count);
        Assert.NotNull(report.Routers[0].CalibrationError);
    }

    [Fact]
    public void Report_Html_HasTheFiguresOfTheJson()
    {
        var report = new Evaluator(Table, new EvalOptions { TrainRows = 0.5, Seeds = 2, Reference = "large" }).WithDraws();
        var html = EvalHtml.Write(report);
        using var json = JsonDocument.Parse(EvalJson.Write(report));
        var routers = json.RootElement.GetProperty("routers").EnumerateArray().Concat(json.RootElement.GetProperty("baselines").EnumerateArray()).ToList();

        var rows = Rows(html, "routers");
        Assert.Equal(routers.Count, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (name, cells) = rows[i];
            Assert.Equal(routers[i].GetProperty("name").GetString(), name);
            Assert.Equal(
                [Number(routers[i], "quality"), Number(routers[i], "cost"), Number(routers[i], "apgr"), Number(routers[i], "aiq"), Number(routers[i], "routingAccuracy"), Number(routers[i], "cheapestBestAccuracy"), Number(routers[i], "oracleGap")],
                new[] { 0, 3, 4, 8, 12, 13, 14 }.Select(at => cells[at]));
            Assert.Equal(Number(routers[i].GetProperty("spread"), "quality"), cells[1]);
        }

        var curve = routers[0].GetProperty("pgr").EnumerateArray().Select(point => (Number(point, "share"), Number(point, "pgr")));
        Assert.Equal(curve, Rows(html, "pgr").Where(row => row.Name == "loadline").Select(row => (row.Cells[0], row.Cells[1])));
        Assert.Contains("role=\"img\" aria-labelledby=\"frontier-t frontier-d\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Spread_TwoSplits_IsTheSampleDeviation()
    {
        var report = new Evaluator(Table, new EvalOptions { Given = [Router("{ kind: fixed, use: small }")], TrainRows = 0.5, Seeds = 2 }).WithDraws();
        var router = report.Routers[0];
        var (a, b) = (router.PerSeed[0].Quality, router.PerSeed[1].Quality);

        Assert.NotEqual(a, b);
        Assert.Equal(Math.Abs(a - b) / Math.Sqrt(2), router.Spread!.Quality!.Value, 9);
        Assert.Equal((a + b) / 2, router.Quality, 9);
    }

    // The table's `large` is `big` in the config, with a deployment of the table's name.
    private static PolicyRouter Router(string policy, string more = "", string models = "", string pool = "small, big")
    {
        var yaml = $$"""
            version: 1
            providers: { p: { dialect: simulated } }
            models:
              small: { provider: p, name: small, price: { input: 1, output: 1 } }
              big: { provider: p, name: large, price: { input: 9, output: 9 } }
            {{models}}
            routes:
              auto: { pool: [{{pool}}], reference: big, mode: enforce, quality: uncertified, policy: {{policy}}{{(more.Length > 0 ? ", " + more : "")}} }
            """;
        var config = ConfigReader.Read(yaml, "test.yaml", static _ => null);
        Assert.Empty(config.Errors);
        return new PolicyRouter(SnapshotBuilder.Build(config.Config!, null, BuiltInCatalog.Instance), "auto", "mine") { Models = Table.Models };
    }

    private static OutcomeRow Of(OutcomeRow row, string tenant) => row with { Rest = [new("tenant", JsonSerializer.SerializeToElement(tenant))] };

    private static double? Number(JsonElement of, string name) =>
        of.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    // The rows of a table by its id, or of the table under a chart by the chart's.
    private static List<(string Name, double?[] Cells)> Rows(string html, string id)
    {
        var from = html.IndexOf($"<table id=\"{id}\">", StringComparison.Ordinal);
        from = from >= 0 ? from : html.IndexOf("<table>", html.IndexOf($"id=\"{id}-t\"", StringComparison.Ordinal), StringComparison.Ordinal);
        var table = html[from..html.IndexOf("</table>", from, StringComparison.Ordinal)];
        return [.. Row().Matches(table).Select(row => (row.Groups[1].Value, Cell().Matches(row.Groups[2].Value)
            .Select(cell => cell.Groups[1].Success ? double.Parse(cell.Groups[1].Value, CultureInfo.InvariantCulture) : (double?)null).ToArray()))];
    }

    [GeneratedRegex("<th scope=\"row\">([^<]*)</th>(.*?)</tr>")]
    private static partial Regex Row();

    [GeneratedRegex("<td(?: data-value=\"([^\"]*)\")?>")]
    private static partial Regex Cell();
}
