using System.Globalization;
using System.Net;
using System.Text;
using Loadline.Learning.Bandits;
using Loadline.Learning.Charts;

namespace Loadline.Learning.Reports;

/// <summary>A bandit's replay as one HTML file that needs nothing else: the regret curve as SVG with its figures, and a row for each shuffle.</summary>
public static class BanditHtml
{
    private const string Head = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:1rem 0}
        td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right}figure{margin:1rem 0}svg{width:100%;height:auto}svg text{font-size:12px;fill:#444}</style>
        """;

    private static readonly ChartOptions Chart = new()
    {
        Id = "regret",
        Title = "Regret against the best single model known afterwards",
        Description = "Summed from the first round on; the mean over shuffles, and the best and the worst shuffle. Below 0 the bandit is ahead.",
        XLabel = "round",
        YLabel = "regret",
        XFormat = "0",
        YFormat = "0.0",
    };

    /// <summary>The whole page.</summary>
    public static string Write(BanditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder(Head).Append("<title>").Append(WebUtility.HtmlEncode(report.Table)).Append("</title><h1>").Append(WebUtility.HtmlEncode(report.Table)).Append("</h1><p>");
        html.Append(WebUtility.HtmlEncode(Says(report))).Append("</p>");
        IReadOnlyList<(double, double)> Line(IReadOnlyList<double> values) => [.. values.Select((value, i) => ((i + 1) * (double)report.Rounds / values.Count, value))];
        html.Append(LineChart.Draw(Chart, [
            new ChartSeries("mean", Line(report.Regret), IsMain: true),
            new ChartSeries("best", Line([.. report.Runs.MaxBy(run => run.Gain[^1])!.Gain.Select(gain => -gain)])),
            new ChartSeries("worst", Line([.. report.Runs.MinBy(run => run.Gain[^1])!.Gain.Select(gain => -gain)])),
        ]));
        html.Append("<table id=\"runs\"><tr><th>seed</th><th>utility</th><th>best single</th><th>its utility</th><th>tries</th><th>regret</th></tr>\n");
        foreach (var run in report.Runs)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{run.Seed}</td>").Append(HtmlNumber.Cell(run.Utility, "0.0000")).Append("<td>").Append(WebUtility.HtmlEncode(run.BestFixed)).Append("</td>")
                .Append(HtmlNumber.Cell(run.BestFixedUtility, "0.0000")).Append(HtmlNumber.Cell(run.Tries, "0.0 %")).Append(HtmlNumber.Cell(-run.Gain[^1], "0.0")).Append("</tr>\n");
        }

        return html.Append("</table></html>").ToString();
    }

    /// <summary>The result in a sentence.</summary>
    public static string Says(BanditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Algorithm}{(report.Intents ? " with intents" : "")} on {report.Table}: {report.Runs.Count} shuffles of {report.Rounds:N0} rounds, utility quality less {report.CostWeight:0.###} times the cost, only the chosen model's outcome seen. Over rounds {report.From + 1:N0} to {report.Rounds:N0}: mean utility {report.Utility:0.0000}, the best single model known afterwards {report.BestFixedUtility:0.0000}; above it in {report.Above} of {report.Runs.Count}. Regret over all rounds: {report.Regret[^1]:0.0}.");
    }
}
