using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Core.Outcomes;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Reports;
using Loadline.Learning.Tests.Training;
using Loadline.Learning.Training;
using Loadline.Testing;

namespace Loadline.Learning.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly EvalReport Report =
        new Evaluator(SyntheticTable.Create(500), new EvalOptions { TrainRows = 0.5, Seeds = 2, Reference = "large" }).WithDraws();

    [Fact]
    public void Report_Baselines_AreInTheirOrder()
    {
        var zero = Baseline("zero");
        var chosen = Report.Routers[0];
        Assert.True(chosen.Chosen);
        Assert.Equal(2, chosen.PerSeed!.Count);
        Assert.Equal(0.5, zero.Apgr!.Value, 6);
        Assert.InRange(Baseline("random").Apgr!.Value, 0.3, 0.7);
        Assert.True(chosen.Apgr > 0.7, $"{chosen.Apgr}");
        Assert.True(Baseline("oracle").Apgr > chosen.Apgr);
        Assert.True(chosen.CostAtKeep!["0.90"] < zero.CostAtKeep!["0.90"]);
        Assert.Equal(0, Baseline("oracle").OracleGap, 9);
        Assert.Equal(1, Baseline("strongest").Share["large"], 9);
    }

    [Fact]
    public void Json_HasTheDocumentedMembers()
    {
        using var json = JsonDocument.Parse(EvalJson.Write(Report));
        var root = json.RootElement;
        Assert.Equal("synthetic", root.GetProperty("table").GetString());
        Assert.Equal("large", root.GetProperty("reference").GetString());
        var router = root.GetProperty("routers")[0];
        foreach (var name in (string[])["name", "chosen", "quality", "cost", "share", "apgr", "cpt50", "cpt80", "aiq", "costAtKeep", "routingAccuracy", "cheapestBestAccuracy", "oracleGap", "groups", "perSeed"])
        {
            Assert.True(router.TryGetProperty(name, out _), name);
        }

        Assert.Equal(JsonValueKind.Number, router.GetProperty("costAtKeep").GetProperty("0.95").ValueKind);
        Assert.Contains(root.GetProperty("baselines").EnumerateArray(), baseline => baseline.GetProperty("name").GetString() == "zero");
    }

    [Fact]
    public void Html_HostileNames_AreEscapedAndNothingIsFetched()
    {
        var html = EvalHtml.Write(Report with { Table = "<script>alert(1)</script>", Models = ["\"><img src=x>"] });
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_EveryFigure_IsOneOfTheJsonReport()
    {
        using var json = JsonDocument.Parse(EvalJson.Write(Report));
        var known = new HashSet<double>(Numbers(json.RootElement));
        var shown = Regex.Matches(EvalHtml.Write(Report), "data-value=\"([^\"]+)\"").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(shown.Count > 100, $"{shown.Count}");
        Assert.DoesNotContain(shown, value => !known.Contains(value));
        Assert.Contains(Report.Routers[0].Quality, shown);
    }

    private static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => [element.GetDouble()],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Numbers(member.Value)),
        _ => [],
    };

    [DataFact("outcomes/routerdc-train.jsonl")]
    public void RouterDc_OtherTable_LeavesOverlapOut()
    {
        var table = OutcomeTable.Load(DataFolder.Path("outcomes/routerdc-train.jsonl"));
        var some = OutcomeMatrix.Of(new OutcomeTable([.. table.Rows.Where((_, i) => i % 12 == 0)]), "some");
        var overlapping = OutcomeMatrix.Of(new OutcomeTable([.. table.Rows.Where((_, i) => i % 12 == 0 || i % 12 == 1)]), "both");
        var report = new Evaluator(some, new EvalOptions()).WithOther(overlapping);
        Assert.InRange(report.Protocol.Overlap, some.Count, some.Count + 20);
        Assert.Null(report.Routers[0].CostAtKeep);
        Assert.True(report.Routers[0].Quality > Baseline(report, "zero").Quality);
    }

    private static RouterResult Baseline(string name) => Baseline(Report, name);

    private static RouterResult Baseline(EvalReport report, string name) => report.Baselines.First(baseline => baseline.Name == name);
}
