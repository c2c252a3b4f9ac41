using System.Globalization;
using Loadline.Learning.WhatIf;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Prints a what-if as people read it.</summary>
internal static class WhatIfWriter
{
    private const string Quality = "0.0000";
    private const string Usd = "0.000000";

    public static void Write(WhatIfReport report)
    {
        var console = Consoles.Output();
        console.MarkupLine(Markup.Escape(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Route}: {report.Used:N0} of {report.Read:N0} logged requests in {report.Sessions:N0} sessions; left out: {report.Failed:N0} without an answer, {report.Unreadable:N0} without the text or signals that the config asks for. {report.Overridden:N0} were served by another model than the choice.")));
        console.Write(Models(report));
        console.Write(Estimates(report));
        foreach (var refusal in report.Quality.Refusals.Select(text => "Quality is not estimated: " + text)
            .Concat(report.Cost.Refusals.Select(text => "Cost is not estimated: " + text)))
        {
            console.MarkupLine("[red]" + Markup.Escape(refusal) + "[/]");
        }

        console.MarkupLine(Markup.Escape(string.Create(
            CultureInfo.InvariantCulture,
            $"Intervals of {report.Confidence:0.##}, sessions as units. Grades: {report.Rewards}. {report.Assumption}")));
    }

    private static Table Models(WhatIfReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("model", "chosen", "by the other config");
        foreach (var model in report.Models)
        {
            table.AddRow(Markup.Escape(model.Model), Percent(model.Logged), Percent(model.Asked));
        }

        return table;
    }

    private static Table Estimates(WhatIfReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("", "quality", "cost in USD a request");
        table.AddRow("served", Text(report.Quality.Now, Quality), Text(report.Cost.Now, Usd));
        table.AddRow("other config, doubly robust", Text(report.Quality.DoublyRobust, Quality), Text(report.Cost.DoublyRobust, Usd));
        table.AddRow("  SNIPS", Text(report.Quality.Snips, Quality), Text(report.Cost.Snips, Usd));
        table.AddRow("  IPS", Text(report.Quality.Ips, Quality), Text(report.Cost.Ips, Usd));
        table.AddRow("change, doubly robust", Text(report.Quality.Change, Quality), Text(report.Cost.Change, Usd));
        table.AddRow("effective sessions", Number(report.Quality.EffectiveSampleSize), Number(report.Cost.EffectiveSampleSize));
        table.AddRow("mean and largest weight", Weights(report.Quality), Weights(report.Cost));
        if (report.ReferenceCostUsd is { } reference)
        {
            table.AddRow("reference, same tokens", "", reference.ToString(Usd, CultureInfo.InvariantCulture));
        }

        return table;
    }

    // Brackets are markup to the console: intervals are written with a dash of words.
    private static string Text(Interval? interval, string format) => interval is { } found
        ? string.Create(CultureInfo.InvariantCulture, $"{found.Value.ToString(format, CultureInfo.InvariantCulture)} ({found.Low.ToString(format, CultureInfo.InvariantCulture)} to {found.High.ToString(format, CultureInfo.InvariantCulture)})")
        : "refused";

    private static string Weights(OutcomeEstimate estimate) =>
        string.Create(CultureInfo.InvariantCulture, $"{estimate.MeanWeight:0.000}, {estimate.LargestWeight:0.0}");

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
