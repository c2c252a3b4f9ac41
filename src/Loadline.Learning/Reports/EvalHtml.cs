using System.Globalization;
using System.Net;
using System.Text;
using Loadline.Learning.Charts;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Reports;

/// <summary>An evaluation as one HTML file that needs nothing else: text escaped, charts as SVG, no script.</summary>
public static class EvalHtml
{
    private const string Head = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>body{font:14px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}
        td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right}td:first-child,th:first-child{text-align:left}.chosen{font-weight:600;background:#eef7f2}
        svg{width:100%;height:auto}svg text{font-size:12px;fill:#444}</style>
        """;

    public static string Write(EvalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder(Head);
        var protocol = report.Protocol;
        html.Append("<title>").Append(Text(report.Table)).Append("</title><h1>").Append(Text(report.Table)).Append("</h1><p>");
        html.Append(Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Models.Count} models ({string.Join(", ", report.Models)}), reference {report.Reference}. {protocol.Kind}: {protocol.Splits} × {protocol.TrainRows} rows to train, {protocol.TestRows} to test; no prompt on both sides. Quality and cost are those of the knob that training rows chose to keep {protocol.Keep:0.##} of the reference's quality; APGR, CPT, AIQ and the costs to keep are read along the whole path.")));
        html.Append("</p>").Append(FrontierChart.Draw(report.Routers.Take(1).Concat(report.Baselines)));
        Routers(html, report);
        Groups(html, report.Routers[0]);
        return html.Append("</html>").ToString();
    }

    private static void Routers(StringBuilder html, EvalReport report)
    {
        html.Append("<table>");
        Row(html, "th", false, "router", "quality", "mean of groups", "cost", "APGR", "CPT50", "CPT80", "AIQ", "cost at 90 %", "at 95 %", "at 98 %", "best chosen", "oracle gap", "novel");
        foreach (var router in report.Routers.Concat(report.Baselines))
        {
            Row(
                html,
                "td",
                router.Chosen,
                router.Name,
                Number(router.Quality, "0.0000"),
                Number(router.QualityOverGroups, "0.0000"),
                Number(router.Cost, "0.######"),
                Number(router.Apgr, "0.000"),
                Number(router.Cpt50, "0.0"),
                Number(router.Cpt80, "0.0"),
                Number(router.Aiq, "0.0000"),
                AtKeep(router, "0.90"),
                AtKeep(router, "0.95"),
                AtKeep(router, "0.98"),
                Number(router.RoutingAccuracy, "0.0 %"),
                Number(router.OracleGap, "0.0000"),
                Number(router.NoveltyShare, "0.0 %"));
        }

        html.Append("</table><p>").Append(Text(report.Routers[0].Note ?? "")).Append("</p>");
    }

    private static void Groups(StringBuilder html, RouterResult chosen)
    {
        html.Append("<table>");
        Row(html, "th", false, "group", "rows", "quality", "cost");
        foreach (var (name, group) in chosen.Groups)
        {
            Row(html, "td", false, name, Number(group.Rows, "0"), Number(group.Quality, "0.0000"), Number(group.Cost, "0.######"));
        }

        html.Append("</table>");
    }

    private static void Row(StringBuilder html, string cell, bool chosen, params ReadOnlySpan<string> values)
    {
        html.Append(chosen ? "<tr class=\"chosen\">" : "<tr>");
        foreach (var value in values)
        {
            html.Append('<').Append(cell).Append('>').Append(Text(value)).Append("</").Append(cell).Append('>');
        }

        html.Append("</tr>\n");
    }

    private static string AtKeep(RouterResult router, string keep) =>
        router.CostAtKeep is { } costs ? costs[keep] is { } cost ? Number(cost, "0.00 %") : "never" : "";

    private static string Text(string value) => WebUtility.HtmlEncode(value);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
