using System.Globalization;
using System.Text;
using Loadline.Learning.Certification;
using Loadline.Learning.Charts;

namespace Loadline.Learning.Reports;

/// <summary>A certification as one HTML file that needs nothing else: text escaped, charts as SVG with their figures as tables, no script.</summary>
/// <remarks>Every figure is the JSON report's: cells hold it exactly in <c>data-value</c>.</remarks>
public static class CertifyHtml
{
    private static readonly (string Title, string Format, Func<StepResult, double?> Of)[] Columns =
    [
        ("wealth on keep", "0.###", step => step.KeepWealth),
        ("wealth on lose", "0.###", step => step.LoseWealth),
        ("quality / reference", "0.0000", step => step.Keep),
        ("lost", "0.00 %", step => step.Lost),
        ("cost / reference", "0.0 %", step => step.Cost),
    ];

    /// <summary>The whole page.</summary>
    public static string Write(CertifyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder(ReportPage.Head).Append("<title>").Append(ReportPage.Text(report.Route)).Append("</title><h1>").Append(ReportPage.Text(report.Route)).Append("</h1><p>");
        html.Append(ReportPage.Text($"{report.Line}, against {report.Reference}. Route {report.RouteDigest}. {Verdict(report)}")).Append("</p>");
        Summary(html, report);
        Steps(html, report);
        html.Append(Chart("cost", "Cost over the reference's, step by step", "cost / reference", "0.0 %", report.Steps, step => step.Cost));
        html.Append(Chart("wealth", "Wealth at each step; a step holds where every wealth reaches one over δ", "wealth", "0.#", report.Steps, step => Math.Min(step.KeepWealth ?? double.PositiveInfinity, step.LoseWealth ?? double.PositiveInfinity)));
        Others(html, report);
        Frontier(html, report);
        return html.Append("</html>").ToString();
    }

    private static string Verdict(CertifyReport report) =>
        report.Proven is not null ? "Proven; the last step that holds is what the certificate allows."
        : "Nothing but the reference is proven, and there is no certificate.";

    private static void Summary(StringBuilder html, CertifyReport report)
    {
        html.Append("<table id=\"summary\">");
        ReportPage.Row(html, "rows", HtmlNumber.Cell(report.Rows, "N0"));
        ReportPage.Row(html, "units (sessions, or rows of one prompt)", HtmlNumber.Cell(report.Units, "N0"));
        ReportPage.Row(html, "attempt on these rows", HtmlNumber.Cell(report.Attempt, "0"));
        ReportPage.Row(html, "error probability δ that it spends", HtmlNumber.Cell(report.Delta, "0.####"));
        ReportPage.Row(html, "steps of the path", HtmlNumber.Cell(report.PathLength, "0"));
        ReportPage.Row(html, "rows that the next step would need", HtmlNumber.Cell(report.RowsForNext, "N0"));
        html.Append("</table>\n");
    }

    private static void Steps(StringBuilder html, CertifyReport report)
    {
        html.Append("<h2>Path</h2><div class=\"wide\"><table id=\"path\">");
        ReportPage.Titles(html, ["step", .. Columns.Select(column => column.Title), "holds", "z-test"]);
        for (var i = 0; i < report.Steps.Count; i++)
        {
            var step = report.Steps[i];
            html.Append(CultureInfo.InvariantCulture, $"<tr class=\"{(step.Holds ? "holds" : "fails")}\"><th scope=\"row\">{i + 1}</th>");
            foreach (var (_, format, of) in Columns)
            {
                html.Append(HtmlNumber.Cell(of(step), format));
            }

            html.Append("<td>").Append(step.Holds ? "yes" : "no").Append("</td><td>").Append(step.NormalHolds ? "yes" : "no").Append("</td></tr>\n");
        }

        html.Append("</table></div>\n");
    }

    private static void Others(StringBuilder html, CertifyReport report)
    {
        html.Append("<h2>On the same rows</h2><table id=\"others\">");
        ReportPage.Titles(html, ["", "cost / reference"]);
        ReportPage.Row(html, "certified", HtmlNumber.Cell(report.Proven?.Cost, "0.0 %"));
        ReportPage.Row(html, "z-test (no proof)", HtmlNumber.Cell(report.NormalCost, "0.0 %"));
        ReportPage.Row(html, "zero router, certified", HtmlNumber.Cell(report.ZeroCost, "0.0 %"));
        if (report.ClairvoyantCost is { } clairvoyant)
        {
            ReportPage.Row(html, "clairvoyant knob (no proof)", HtmlNumber.Cell(clairvoyant, "0.0 %"));
        }

        html.Append("</table>\n");
    }

    private static void Frontier(StringBuilder html, CertifyReport report)
    {
        if (report.Frontier.Count == 0)
        {
            return;
        }

        html.Append("<h2>If asked next, on the same rows</h2><table id=\"frontier\">");
        ReportPage.Titles(html, ["keep", "cost / reference", "steps that would hold", "rows for the next step"]);
        foreach (var row in report.Frontier)
        {
            html.Append("<tr>").Append(HtmlNumber.Cell(row.Keep, "0.00")).Append(HtmlNumber.Cell(row.Cost, "0.0 %"))
                .Append(HtmlNumber.Cell(row.Steps, "0")).Append(HtmlNumber.Cell(row.RowsForNext, "N0")).Append("</tr>\n");
        }

        html.Append("</table>\n");
    }

    private static string Chart(string id, string title, string label, string format, IReadOnlyList<StepResult> steps, Func<StepResult, double> of) => LineChart.Draw(
        new ChartOptions
        {
            Id = id,
            Title = title,
            Description = title + ". Steps go from the safest to the cheapest; the sequence stops at the first that does not hold.",
            XLabel = "step",
            YLabel = label,
            XFormat = "0",
            YFormat = format,
        },
        [new ChartSeries(label, [.. steps.Select((step, i) => (i + 1.0, of(step)))], IsMain: true)]);

}
