using System.Globalization;
using System.Net;
using System.Text;
using Loadline.Learning.Certification;

namespace Loadline.Learning.Reports;

/// <summary>A certification as one HTML file that needs nothing else.</summary>
public static class CertifyHtml
{
    private const string Head = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}
        td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right}.holds{background:#eef7f2}.fails{background:#fdf0ee}</style>
        """;

    public static string Write(CertifyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder(Head).Append("<title>").Append(Text(report.Route)).Append("</title><h1>").Append(Text(report.Route)).Append("</h1><p>");
        html.Append(Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Line}, against {report.Reference}, on {report.Rows} rows in {report.Units} units. Attempt {report.Attempt} on these rows: a step holds when its wealth reaches {1 / report.Delta:0}. {(report.Proven is null ? "Nothing but the reference is proven." : $"Proven at {report.Proven.Cost:0.0%} of the reference's cost.")}")));
        html.Append("</p><table>");
        Row(html, "", "th", "step", "wealth on keep", "wealth on lose", "quality / reference", "lost", "cost / reference", "holds", "z-test");
        for (var i = 0; i < report.Steps.Count; i++)
        {
            var step = report.Steps[i];
            Row(
                html,
                step.Holds ? "holds" : "fails",
                "td",
                (i + 1).ToString(CultureInfo.InvariantCulture),
                Number(step.KeepWealth, "0.###"),
                Number(step.LoseWealth, "0.###"),
                Number(step.Keep, "0.0000"),
                Number(step.Lost, "0.00%"),
                Number(step.Cost, "0.0%"),
                step.Holds ? "yes" : "no",
                step.NormalHolds ? "yes" : "no");
        }

        html.Append("</table><table>");
        Row(html, "", "th", "on the same rows", "cost / reference");
        Row(html, "", "td", "z-test (no proof)", Number(report.NormalCost, "0.0%"));
        Row(html, "", "td", "zero router, certified", Number(report.ZeroCost, "0.0%"));
        Row(html, "", "td", "clairvoyant knob (no proof)", Number(report.ClairvoyantCost, "0.0%"));
        html.Append("</table><table>");
        Row(html, "", "th", "keep, if asked next", "cost / reference", "rows for the next step");
        foreach (var row in report.Frontier)
        {
            Row(html, "", "td", Number(row.Keep, "0.00"), Number(row.Cost, "0.0%"), Number(row.RowsForNext, "0"));
        }

        return html.Append("</table></html>").ToString();
    }

    private static void Row(StringBuilder html, string style, string cell, params ReadOnlySpan<string> values)
    {
        html.Append("<tr class=\"").Append(style).Append("\">");
        foreach (var value in values)
        {
            html.Append('<').Append(cell).Append('>').Append(Text(value)).Append("</").Append(cell).Append('>');
        }

        html.Append("</tr>\n");
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
