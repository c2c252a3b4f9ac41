using System.Globalization;
using System.Net;
using System.Text;
using Loadline.Learning.Charts;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Reports;

/// <summary>An evaluation as one HTML file that needs nothing else: text escaped, charts as SVG with their figures as tables, no script.</summary>
/// <remarks>Every figure is the JSON report's: cells hold it exactly in <c>data-value</c>.</remarks>
public static class EvalHtml
{
    private const string Head = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>body{font:14px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}
        td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right;font-weight:inherit}th[scope=col]{font-weight:600}td:first-child,th:first-child{text-align:left}.chosen{font-weight:600;background:#eef7f2}
        .wide{overflow-x:auto}figure{margin:1rem 0}figcaption{color:#444}</style>
        """;

    private static readonly (string Title, string Format, Func<RouterResult, double?> Of)[] Columns =
    [
        ("quality", "0.0000", router => router.Quality),
        ("± over splits", "0.0000", router => router.Spread?.Quality),
        ("mean of groups", "0.0000", router => router.QualityOverGroups),
        ("cost", "0.######", router => router.Cost),
        ("APGR", "0.000", router => router.Apgr),
        ("± over splits", "0.000", router => router.Spread?.Apgr),
        ("CPT50", "0.0", router => router.Cpt50),
        ("CPT80", "0.0", router => router.Cpt80),
        ("AIQ", "0.0000", router => router.Aiq),
        ("cost at 90 %", "0.00 %", router => AtKeep(router, "0.90")),
        ("at 95 %", "0.00 %", router => AtKeep(router, "0.95")),
        ("at 98 %", "0.00 %", router => AtKeep(router, "0.98")),
        ("best chosen", "0.0 %", router => router.RoutingAccuracy),
        ("cheapest best chosen", "0.0 %", router => router.CheapestBestAccuracy),
        ("oracle gap", "0.0000", router => router.OracleGap),
        ("calibration error", "0.0000", router => router.CalibrationError),
        ("novel", "0.0 %", router => router.NoveltyShare),
    ];

    /// <summary>The whole page.</summary>
    public static string Write(EvalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder(Head);
        var protocol = report.Protocol;
        html.Append("<title>").Append(Text(report.Table)).Append("</title><h1>").Append(Text(report.Table)).Append("</h1><p>");
        html.Append(Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Models.Count} models ({string.Join(", ", report.Models)}), reference {report.Reference}. {protocol.Kind}: {protocol.Splits} × {protocol.TrainRows} rows to train, {protocol.TestRows} to test; no prompt on both sides. Quality and cost are those of the knob that training rows chose to keep {protocol.Keep:0.##} of the reference's quality; APGR, CPT, AIQ and the costs to keep are read along the whole path.")));
        html.Append("</p>");
        Routers(html, report);
        var drawn = report.Routers.Take(1).Concat(report.Baselines).ToList();
        html.Append(FrontierChart.Draw(drawn)).Append(PgrChart.Draw(drawn));
        Shares(html, report);
        Groups(html, report.Routers[0]);
        return html.Append("</html>").ToString();
    }

    private static void Routers(StringBuilder html, EvalReport report)
    {
        html.Append("<h2>Routers</h2><div class=\"wide\"><table id=\"routers\">");
        Titles(html, ["router", .. Columns.Select(column => column.Title)]);
        foreach (var router in report.Routers.Concat(report.Baselines))
        {
            html.Append(router.Chosen ? "<tr class=\"chosen\"><th scope=\"row\">" : "<tr><th scope=\"row\">").Append(Text(router.Name)).Append("</th>");
            foreach (var (_, format, of) in Columns)
            {
                html.Append(HtmlNumber.Cell(of(router), format));
            }

            html.Append("</tr>\n");
        }

        html.Append("</table></div><p>").Append(Text(report.Routers[0].Note ?? "")).Append("</p>\n");
    }

    private static void Shares(StringBuilder html, EvalReport report)
    {
        html.Append("<h2>Share of rows by model</h2><div class=\"wide\"><table id=\"shares\">");
        Titles(html, ["router", .. report.Models]);
        foreach (var router in report.Routers.Take(1).Concat(report.Baselines))
        {
            html.Append("<tr><th scope=\"row\">").Append(Text(router.Name)).Append("</th>");
            foreach (var model in report.Models)
            {
                html.Append(HtmlNumber.Cell(router.Share.TryGetValue(model, out var share) ? share : null, "0.0 %"));
            }

            html.Append("</tr>\n");
        }

        html.Append("</table></div>\n");
    }

    private static void Groups(StringBuilder html, RouterResult chosen)
    {
        html.Append("<h2>").Append(Text(chosen.Name)).Append(" by group</h2><table id=\"groups\">");
        Titles(html, ["group", "rows", "quality", "cost"]);
        foreach (var (name, group) in chosen.Groups)
        {
            html.Append("<tr><th scope=\"row\">").Append(Text(name)).Append("</th>").Append(HtmlNumber.Cell(group.Rows, "0"))
                .Append(HtmlNumber.Cell(group.Quality, "0.0000")).Append(HtmlNumber.Cell(group.Cost, "0.######")).Append("</tr>\n");
        }

        html.Append("</table>");
    }

    private static void Titles(StringBuilder html, IEnumerable<string> titles)
    {
        html.Append("<tr>");
        foreach (var title in titles)
        {
            html.Append("<th scope=\"col\">").Append(Text(title)).Append("</th>");
        }

        html.Append("</tr>\n");
    }

    private static double? AtKeep(RouterResult router, string keep) => router.CostAtKeep?.GetValueOrDefault(keep);

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
