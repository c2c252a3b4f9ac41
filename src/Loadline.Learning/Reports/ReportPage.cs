using System.Net;
using System.Text;

namespace Loadline.Learning.Reports;

/// <summary>What reports about quality lines share: a page that needs nothing else, and rows of tables.</summary>
internal static class ReportPage
{
    public const string Head = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}
        td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right;font-weight:inherit}th[scope=col]{font-weight:600}td:first-child,th:first-child{text-align:left}
        .holds{background:#eef7f2}.fails{background:#fdf0ee}.text,.findings th:last-child{text-align:left}.wide{overflow-x:auto}figure{margin:1rem 0}figcaption{color:#444}pre{white-space:pre-wrap}svg{width:100%;height:auto}svg text{font-size:12px;fill:#444}</style>
        """;

    public static void Titles(StringBuilder html, IEnumerable<string> titles)
    {
        html.Append("<tr>");
        foreach (var title in titles)
        {
            html.Append("<th scope=\"col\">").Append(Text(title)).Append("</th>");
        }

        html.Append("</tr>\n");
    }

    /// <summary>Adds a row; the cell is HTML as <see cref="Charts.HtmlNumber"/> writes it.</summary>
    public static void Row(StringBuilder html, string title, string cell) =>
        html.Append("<tr><th scope=\"row\">").Append(Text(title)).Append("</th>").Append(cell).Append("</tr>\n");

    public static string Text(string value) => WebUtility.HtmlEncode(value);
}
