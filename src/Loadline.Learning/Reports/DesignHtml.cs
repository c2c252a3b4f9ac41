using System.Net;
using System.Text;
using Loadline.Learning.Charts;
using Loadline.Learning.Design;

namespace Loadline.Learning.Reports;

/// <summary>A design as one HTML file that needs nothing else: text escaped, the chart as SVG with its figures as a table, no script.</summary>
public static class DesignHtml
{
    private const string Head = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>body{font:14px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}
        td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right;font-weight:inherit}th[scope=col]{font-weight:600}td:first-child,th:first-child{text-align:left}.chosen{font-weight:600;background:#eef7f2}
        .wide{overflow-x:auto}figure{margin:1rem 0}figcaption{color:#444}svg{width:100%;height:auto}svg text{font-size:12px;fill:#444}pre{background:#f6f6f6;padding:1rem;overflow-x:auto}</style>
        """;

    private static readonly ChartOptions ChartOf = new()
    {
        Id = "design",
        Title = "Cost and quality of each proposal",
        Description = "Each proposal's cost and quality over the reference's, on rows that nothing was fitted on, beside every model alone.",
        XLabel = "cost over the reference's (logarithmic)",
        YLabel = "quality over the reference's",
        IsLogarithmic = true,
    };

    /// <summary>The whole page.</summary>
    public static string Write(DesignReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder(Head);
        html.Append("<title>").Append(Text(report.Table)).Append("</title><h1>Design for ").Append(Text(report.Table)).Append("</h1><p>")
            .Append(Text(DesignText.Asked(report))).Append("</p><p><strong>").Append(Text(DesignText.Promise(report))).Append("</strong></p>");
        Table(html, "proposals", "Proposals", ["kind", "says", "cost / reference", "", "quality / reference", "", "lost", "tried", "standing", "file"], report.Proposals.Select(proposal => (
            proposal.Name == report.Chosen,
            Scored(proposal.Name, proposal.Says, proposal.Score) + HtmlNumber.Cell(proposal.Tried, "0") + Cell(DesignText.Standing(report, proposal)) + Cell(proposal.File))));
        html.Append(Chart(report));
        List(html, "Not tried", report.NotTried);
        List(html, "Rules", report.Proposals.SelectMany(proposal => proposal.Rules.Select(rule => proposal.Name + ", " + DesignText.Effect(rule))));
        Table(html, "models", "Models alone", ["model", "", "cost / reference", "", "quality / reference", "", "lost"], report.Models.OrderBy(pair => pair.Value.Cost.Mean)
            .Select(pair => (false, Scored(pair.Key, "", pair.Value))));
        List(html, "What to collect next", report.CollectNext);
        return html.Append("<h2>Config</h2><pre>").Append(Text(report.Proposal.Config)).Append("</pre></html>").ToString();
    }

    private static string Scored(string name, string says, DesignScore score) => "<th scope=\"row\">" + Text(name) + "</th>" + Cell(says)
        + HtmlNumber.Cell(score.Cost.Mean, "0.0 %") + Cell(DesignText.Percent(score.Cost)[DesignText.Percent(score.Cost).IndexOf('[', StringComparison.Ordinal)..])
        + HtmlNumber.Cell(score.Keep.Mean, "0.000") + Cell(DesignText.Share(score.Keep)[DesignText.Share(score.Keep).IndexOf('[', StringComparison.Ordinal)..])
        + HtmlNumber.Cell(score.Lost, "0.0 %");

    private static string Chart(DesignReport report) => LineChart.Draw(
        ChartOf,
        [
            new ChartSeries("proposals", [.. report.Proposals.OrderBy(one => one.Score.Cost.Mean).Select(one => (one.Score.Cost.Mean, one.Score.Keep.Mean))], IsMain: true),
            new ChartSeries("models alone", [.. report.Models.Values.OrderBy(one => one.Cost.Mean).Select(one => (one.Cost.Mean, one.Keep.Mean))]),
        ]);

    private static void Table(StringBuilder html, string id, string title, string[] heads, IEnumerable<(bool IsChosen, string Cells)> rows)
    {
        html.Append("<h2>").Append(Text(title)).Append("</h2><div class=\"wide\"><table id=\"").Append(id).Append("\"><tr>");
        foreach (var head in heads)
        {
            html.Append("<th scope=\"col\">").Append(Text(head)).Append("</th>");
        }

        html.Append("</tr>\n");
        foreach (var (isChosen, cells) in rows)
        {
            html.Append(isChosen ? "<tr class=\"chosen\">" : "<tr>").Append(cells).Append("</tr>\n");
        }

        html.Append("</table></div>\n");
    }

    private static void List(StringBuilder html, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            html.Append("<h2>").Append(title).Append("</h2><ul>");
            all.ForEach(line => html.Append("<li>").Append(Text(line)).Append("</li>"));
            html.Append("</ul>\n");
        }
    }

    private static string Cell(string text) => "<td>" + Text(text) + "</td>";

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
