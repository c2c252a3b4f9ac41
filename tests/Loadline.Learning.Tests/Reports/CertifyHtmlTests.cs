using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Reports;

namespace Loadline.Learning.Tests.Reports;

/// <summary>The HTML report says what the JSON report says, to the last digit.</summary>
public sealed class CertifyHtmlTests
{
    [Fact]
    public void Write_EveryFigure_IsTheJsonReports()
    {
        var report = Report();
        var json = JsonDocument.Parse(CertifyJson.Write(report)).RootElement;
        var html = CertifyHtml.Write(report);
        Assert.Equal(Numbers(json, "rows", "units", "attempt", "delta", "pathLength", "rowsForNext"), Figures(html, "summary"));
        Assert.Equal(
            json.GetProperty("steps").EnumerateArray().SelectMany(step => Numbers(step, "keepWealth", "loseWealth", "keep", "lost", "cost")), Figures(html, "path"));
        Assert.Equal(Numbers(json.GetProperty("proven"), "cost").Concat(Numbers(json, "normalCost", "zeroCost", "clairvoyantCost")), Figures(html, "others"));
        Assert.Equal(json.GetProperty("frontier").EnumerateArray().SelectMany(row => Numbers(row, "keep", "cost", "steps", "rowsForNext")), Figures(html, "frontier"));
    }

    [Fact]
    public void Write_Charts_HaveTheStepsFigures()
    {
        var report = Report();
        var html = CertifyHtml.Write(report);
        foreach (var step in report.Steps)
        {
            Assert.Contains($"<td data-value=\"{step.Cost.ToString("R", CultureInfo.InvariantCulture)}\">", html[html.IndexOf("cost-t", StringComparison.Ordinal)..], StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;auto&gt;", html, StringComparison.Ordinal);
    }

    private static IEnumerable<double> Numbers(JsonElement element, params string[] names) =>
        names.Select(name => element.GetProperty(name)).Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble());

    private static List<double> Figures(string html, string table)
    {
        var part = html[html.IndexOf($"id=\"{table}\"", StringComparison.Ordinal)..];
        part = part[..part.IndexOf("</table>", StringComparison.Ordinal)];
        return [.. Regex.Matches(part, "data-value=\"([^\"]+)\"").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
    }

    private static CertifyReport Report()
    {
        var knob = new PolicyKnob(0.5, 0.97, 0.2);
        StepResult Step(bool holds, double wealth, double cost) =>
            new(new PathStep(new KnobMix(knob, knob, 1), null), holds, wealth, wealth / 3, 1 - (cost / 7), cost / 11, cost, holds);
        return new CertifyReport
        {
            Route = "<auto>",
            RouteDigest = "0123",
            Reference = "large",
            Line = new QualityLine(0.95, 0.05),
            Rows = 1234,
            Units = 1200,
            Attempt = 2,
            Delta = 0.008,
            HasKnob = true,
            PathLength = 9,
            Steps = [Step(true, 125.3, 1 / 3.0), Step(true, 126, 0.2), Step(false, 7.77, 0.123456789)],
            RowsForNext = 4321,
            NormalCost = 0.11,
            ZeroCost = 0.6,
            ClairvoyantCost = 0.07,
            Frontier = [new FrontierRow(0.9, 0.1, 4, null), new FrontierRow(0.98, 0.5, 1, 9000)],
        };
    }
}
