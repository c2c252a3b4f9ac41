using System.Globalization;
using System.Text;
using Loadline.Learning.Design;

namespace Loadline.Learning.Reports;

/// <summary>A design as Markdown.</summary>
public static class DesignMarkdown
{
    /// <summary>The report as one Markdown text.</summary>
    public static string Write(DesignReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder("# Design for " + Cell(report.Table) + "\n\n");
        text.Append(DesignText.Asked(report)).Append("\n\n**").Append(Cell(DesignText.Promise(report))).Append("**\n\n");
        text.Append("## Proposals\n\n| kind | cost / reference | quality / reference | lost | tried | | file |\n|---|---:|---:|---:|---:|---|---|\n");
        foreach (var proposal in report.Proposals)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(proposal.Name)}: {Cell(proposal.Says)} | {DesignText.Percent(proposal.Score.Cost)} | {DesignText.Share(proposal.Score.Keep)} | {proposal.Score.Lost:0.0%} | {proposal.Tried} | {DesignText.Standing(report, proposal)} | `{proposal.File}` |\n");
        }

        List(text, "Not tried", report.NotTried);
        List(text, "Rules", report.Proposals.SelectMany(proposal => proposal.Rules.Select(rule => proposal.Name + ", " + DesignText.Effect(rule))));
        text.Append("\n## Models alone\n\n| model | cost / reference | quality / reference | lost |\n|---|---:|---:|---:|\n");
        foreach (var (model, score) in report.Models.OrderBy(pair => pair.Value.Cost.Mean))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(model)} | {DesignText.Percent(score.Cost)} | {DesignText.Share(score.Keep)} | {score.Lost:0.0%} |\n");
        }

        List(text, "What to collect next", report.CollectNext);
        return text.Append("\n## Config\n\n```yaml\n").Append(report.Proposal.Config).Append("```\n").ToString();
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            text.Append("\n## ").Append(title).Append("\n\n");
            all.ForEach(line => text.Append("- ").Append(line).Append('\n'));
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
