using System.Globalization;
using System.Text;
using Loadline.Learning.Certification;
using Loadline.Learning.Charts;
using Loadline.Learning.Gating;

namespace Loadline.Learning.Reports;

/// <summary>What the gate found as one HTML file that needs nothing else: text escaped, charts as SVG with their figures as tables, no script.</summary>
/// <remarks>Every figure is the JSON report's: cells hold it exactly in <c>data-value</c>.</remarks>
public static class GateHtml
{
    private const int MostDrawn = 24;

    /// <summary>The whole page.</summary>
    public static string Write(GateReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var failed = report.Routes.Sum(static route => route.Findings.Count(static finding => !finding.Passed));
        var html = new StringBuilder(ReportPage.Head).Append("<title>Loadline gate</title><h1>Loadline gate: ")
            .Append(failed == 0 ? "passed" : failed.ToString(CultureInfo.InvariantCulture) + " failed").Append("</h1><p>")
            .Append(failed == 0
                ? "Every line is proven, no rule lowers quality by more than its line allows, and the eval set has cases that tell a good route from a bad one."
                : "What failed stands first in each table.")
            .Append("</p>");
        for (var i = 0; i < report.Routes.Count; i++)
        {
            Route(html, report.Routes[i], i);
        }

        return html.Append("</html>").ToString();
    }

    private static void Route(StringBuilder html, GateRoute route, int number)
    {
        var line = route.Certification;
        html.Append("<h2>").Append(ReportPage.Text(route.Route)).Append("</h2><p>")
            .Append(ReportPage.Text($"{line.Line}, against {line.Reference}. Route {line.RouteDigest}. {(line.Proven is null ? "Not proven." : "Proven.")}")).Append("</p>");
        Line(html, line, number);
        Checks(html, route, number);
        html.Append(Changes(route, number));
    }

    // Of the last step that holds, or of the one that did not.
    private static void Line(StringBuilder html, CertifyReport line, int number)
    {
        var step = line.Proven ?? (line.Steps.Count > 0 ? line.Steps[^1] : null);
        html.Append(CultureInfo.InvariantCulture, $"<table id=\"line-{number}\">");
        ReportPage.Titles(html, ["line", line.Proven is null ? "of the setting that did not hold" : "of the setting that is proven"]);
        ReportPage.Row(html, "quality / reference", HtmlNumber.Cell(step?.Keep, "0.0000"));
        ReportPage.Row(html, "lost", HtmlNumber.Cell(step?.Lost, "0.00 %"));
        ReportPage.Row(html, "cost / reference", HtmlNumber.Cell(step?.Cost, "0.0 %"));
        ReportPage.Row(html, "rows", HtmlNumber.Cell(line.Rows, "N0"));
        ReportPage.Row(html, "units (sessions, or rows of one prompt)", HtmlNumber.Cell(line.Units, "N0"));
        ReportPage.Row(html, "attempt on these rows", HtmlNumber.Cell(line.Attempt, "0"));
        ReportPage.Row(html, "error probability δ that it spends", HtmlNumber.Cell(line.Delta, "0.####"));
        if (line.RowsForNext is { } needed)
        {
            ReportPage.Row(html, "rows that the next step would need", HtmlNumber.Cell(needed, "N0"));
        }

        html.Append("</table>\n");
    }

    private static void Checks(StringBuilder html, GateRoute route, int number)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table class=\"findings\" id=\"checks-{number}\">");
        ReportPage.Titles(html, ["check", "", "rows", "estimate", "low", "high", "limit", "found"]);
        foreach (var finding in route.Findings.OrderBy(static finding => finding.Passed))
        {
            var figure = finding.Figure;
            var format = IsShare(figure) ? "0.0 %" : "+0.000;−0.000;0.000";
            html.Append(CultureInfo.InvariantCulture, $"<tr class=\"{(finding.Passed ? "holds" : "fails")}\"><th scope=\"row\">{ReportPage.Text(finding.Name)}</th><td>{(finding.Passed ? "ok" : "FAILED")}</td>")
                .Append(HtmlNumber.Cell(figure?.Rows, "N0")).Append(HtmlNumber.Cell(figure?.Estimate, format)).Append(HtmlNumber.Cell(figure?.Low, format))
                .Append(HtmlNumber.Cell(figure?.High, format)).Append(HtmlNumber.Cell(figure?.Limit, format))
                .Append("<td class=\"text\">").Append(ReportPage.Text(finding.Message)).Append("</td></tr>\n");
        }

        html.Append("</table></div>\n");
    }

    // The worst first, so that what is left out of a long list is what matters least.
    private static string Changes(GateRoute route, int number)
    {
        var rules = route.Findings.Where(static finding => finding.Figure is not null && !IsShare(finding.Figure)).OrderBy(static finding => finding.Figure!.Estimate).Take(MostDrawn).ToList();
        return IntervalChart.Draw(
            new ChartOptions
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"rules-{number}"),
                Title = "What each rule changes, in all and in each segment",
                Description = "For each rule and segment the change of mean quality by the rule with its interval. To the left of the dashed line a rule takes more than the quality line allows.",
                XLabel = "change of mean quality by the rule",
                YLabel = "",
                XFormat = "+0.00;−0.00;0.00",
            },
            [.. rules.Select(static finding => new IntervalChart.Row(finding.Name, finding.Figure!.Low, finding.Figure.Estimate, finding.Figure.High))],
            rules.Count == 0 ? null : rules[0].Figure!.Limit,
            "what the line allows at the reference's mean quality");
    }

    private static bool IsShare(GateFigure? figure) => figure?.What == HardCases.Measure;
}
