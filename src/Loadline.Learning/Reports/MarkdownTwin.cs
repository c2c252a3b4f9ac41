using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Loadline.Learning.Reports;

/// <summary>Writes a report of ours as Markdown, for pull requests: its headings, sentences and tables; charts stand by their tables.</summary>
/// <remarks>Read from the HTML, so that there is one place where figures are written. It knows the few elements that our reports are made of.</remarks>
public static partial class MarkdownTwin
{
    /// <summary>Converts a page that this assembly wrote.</summary>
    public static string Of(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var markdown = new StringBuilder();
        foreach (Match match in Parts().Matches(html))
        {
            var (tag, inner) = (match.Groups[1].Value, match.Groups[2].Value);
            switch (tag)
            {
                case "h1" or "h2":
                    markdown.Append(tag == "h1" ? "# " : "## ").Append(Text(inner)).Append("\n\n");
                    break;
                case "p" or "figcaption":
                    markdown.Append(Text(inner) is { Length: > 0 } text ? text + "\n\n" : "");
                    break;
                default:
                    Table(markdown, inner);
                    break;
            }
        }

        return markdown.ToString().TrimEnd() + "\n";
    }

    private static void Table(StringBuilder markdown, string html)
    {
        var isFirst = true;
        foreach (Match row in Rows().Matches(html))
        {
            var cells = Cells().Matches(row.Groups[1].Value);
            markdown.Append("| ").AppendJoin(" | ", cells.Select(cell => Text(cell.Groups[2].Value))).Append(" |\n");
            if (isFirst)
            {
                markdown.Append('|').AppendJoin("|", cells.Select((_, i) => i == 0 ? " --- " : " ---: ")).Append("|\n");
                isFirst = false;
            }
        }

        markdown.Append('\n');
    }

    // What a reader of Markdown would take for markup is told apart from it.
    private static string Text(string html) => Special().Replace(WebUtility.HtmlDecode(Tags().Replace(html, "")).ReplaceLineEndings(" ").Trim(), @"\$0");

    [GeneratedRegex("<(h1|h2|p|figcaption|table)(?: [^>]*)?>(.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex("<tr(?: [^>]*)?>(.*?)</tr>", RegexOptions.Singleline)]
    private static partial Regex Rows();

    [GeneratedRegex("<(td|th)(?: [^>]*)?>(.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Cells();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"[\\`*_\[\]<>|]")]
    private static partial Regex Special();
}
