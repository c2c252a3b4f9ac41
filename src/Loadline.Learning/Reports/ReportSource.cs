using System.Net;
using System.Text;
using Loadline.Learning.Charts;

namespace Loadline.Learning.Reports;

/// <summary>What made a report: the command, the version, and each file that it read with its SHA-256.</summary>
/// <param name="Command">As it was typed.</param>
/// <param name="Version">Loadline's.</param>
/// <param name="Files">Names and digests, in lower-case hexadecimal.</param>
public sealed record ReportSource(string Command, string Version, IReadOnlyList<(string Name, string Sha256)> Files)
{
    private const string Print = "@media print{body{margin:0;max-width:none}h2,figure,tr{break-inside:avoid}details{display:none}}\n";

    /// <summary>Says at the end of a report what made it, and gives it what its charts and a printer need.</summary>
    /// <param name="html">A whole page with a style of its own.</param>
    public string AddTo(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var text = new StringBuilder("<h2>Made by</h2><p><code>").Append(WebUtility.HtmlEncode(Command)).Append("</code></p><p>Loadline ")
            .Append(WebUtility.HtmlEncode(Version)).Append("</p><table id=\"source\"><tr><th scope=\"col\">read</th><th scope=\"col\">SHA-256</th></tr>\n");
        foreach (var (name, digest) in Files)
        {
            text.Append("<tr><th scope=\"row\">").Append(WebUtility.HtmlEncode(name)).Append("</th><td><code>").Append(digest).Append("</code></td></tr>\n");
        }

        text.Append("</table>\n");
        var style = html.IndexOf("</style>", StringComparison.Ordinal);
        var end = html.LastIndexOf("</html>", StringComparison.Ordinal);
        return string.Concat(html.AsSpan(0, style), string.Concat("\n", ChartStyle.Css, Print), string.Concat(html.AsSpan(style, end - style), text.ToString(), "</html>\n"));
    }
}
