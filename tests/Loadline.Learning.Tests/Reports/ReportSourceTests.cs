using Loadline.Learning.Reports;

namespace Loadline.Learning.Tests.Reports;

public sealed class ReportSourceTests
{
    private const string Page = "<!doctype html><html><style>body{}</style><title>t</title><h1>A &amp; B</h1><p>Some | text.</p>"
        + "<table id=\"x\"><tr><th scope=\"col\">router</th><th scope=\"col\">quality</th></tr>\n<tr class=\"chosen\"><th scope=\"row\">*ours*</th><td data-value=\"0.98765\">0.9877</td></tr>\n</table></html>";

    private static readonly ReportSource Source = new("loadline eval '<b>.jsonl'", "0.1.0", [("<b>.jsonl", new string('a', 64))]);

    [Fact]
    public void AddTo_SaysWhatMadeTheReportInsideThePage()
    {
        var html = Source.AddTo(Page);
        Assert.Contains("loadline eval &#39;&lt;b&gt;.jsonl&#39;", html, StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), html, StringComparison.Ordinal);
        Assert.Contains("@media print", html, StringComparison.Ordinal);
        Assert.EndsWith("</table>\n</html>\n", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_HasTheSameHeadingsSentencesAndFigures()
    {
        var markdown = MarkdownTwin.Of(Source.AddTo(Page));
        Assert.StartsWith("# A & B\n\nSome \\| text.\n\n| router | quality |\n| --- | ---: |\n| \\*ours\\* | 0.9877 |\n", markdown, StringComparison.Ordinal);
        Assert.Contains("## Made by", markdown, StringComparison.Ordinal);
        Assert.Contains(@"| \<b\>.jsonl | " + new string('a', 64), markdown, StringComparison.Ordinal);
    }
}
