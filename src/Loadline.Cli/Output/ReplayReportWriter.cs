using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Replay;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Prints a replay's report: as JSON, or as the table people read.</summary>
internal static class ReplayReportWriter
{
    public static void Write(ReplayReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, CliJsonContext.Readable.ReplayReport));
            return;
        }

        var console = Consoles.Output();
        console.Write(Models(report));
        console.Write(Totals(report));
        WriteNotes(console, report);
    }

    private static Table Models(ReplayReport report)
    {
        var table = Create(
            $"[bold]{Markup.Escape(report.Table)}[/]: {Label(report)}", "model", "requests", "share", "quality", "cost", "mean cost", "mean latency");
        foreach (var model in report.Models)
        {
            table.AddRow(
                Markup.Escape(model.Name), Count(model.Requests), Percent(model.Share), Quality(model.Quality), Money(report, model.CostUsd),
                Money(report, model.CostUsd / model.Requests), Milliseconds(model.LatencyMs));
        }

        return table;
    }

    private static string Label(ReplayReport report) => IsSimulated(report)
        ? "[yellow]SIMULATED[/] models and answers, real routing over HTTP"
        : "[yellow]recorded[/] answers replayed, real routing over HTTP";

    private static bool IsSimulated(ReplayReport report) => report.Answers == ReplayReport.SimulatedAnswers;

    private static Table Totals(ReplayReport report)
    {
        var routed = report.Routed;
        var strongest = report.Baselines[0];
        var table = Create("[bold]Against simple rules on the same rows[/]", "rule", "quality", "cost", "of strongest's", "mean latency", "what it knows");
        table.AddRow(
            "[bold]Loadline, routed[/]", Quality(routed.Quality), Money(report, routed.CostUsd), Relative(routed.CostUsd, strongest.CostUsd),
            Milliseconds(routed.LatencyMs), "the request, before any answer");
        foreach (var baseline in report.Baselines)
        {
            table.AddRow(
                Markup.Escape(Title(baseline)), Quality(baseline.Quality), Money(report, baseline.CostUsd), Relative(baseline.CostUsd, strongest.CostUsd),
                baseline.LatencyMs is { } ms ? Milliseconds(ms) : "", Markup.Escape(baseline.Note));
        }

        return table;
    }

    private static string Title(Baseline baseline) => baseline.Name is "strongest" or "cheapest" ? "always " + baseline.Name : baseline.Name;

    private static void WriteNotes(IAnsiConsole console, ReplayReport report)
    {
        var routed = report.Routed;
        console.MarkupLine(
            $"[bold]{Count(report.Requests)}[/] requests, [bold]{Count(report.Errors)}[/] errors. "
            + $"Quality {Percent(routed.QualityVsStrongest)} of the strongest model's, {Percent(routed.SavedVsStrongest)} of its cost saved.");
        if (report.Gateway is { } sums)
        {
            console.MarkupLine($"Saved             [bold]{Money(report, sums.SavedUsd)}[/] of the {Money(report, sums.ReferenceCostUsd)} that the reference would have cost for the same tokens; the dashboard shows the same.");
        }

        console.MarkupLine($"Escalation rate   {Percent(routed.EscalationRate)}: served by the reference.");
        console.MarkupLine(
            $"Routing accuracy  {Percent(routed.RoutingAccuracy)}: no other model's answer was better; "
            + $"{Percent(routed.CheapestBestAccuracy)}: nor as good and cheaper.");
        if (report.Speed != 1)
        {
            console.MarkupLine($"Models ran {Count(report.Speed)} times as fast as stated; latencies count their full time, and the gateway's own as measured.");
        }

        if (!IsSimulated(report))
        {
            console.MarkupLine("Costs are the table's own, in its unit (USD unless it says otherwise); latencies include this machine's.");
        }

        foreach (var error in report.FirstErrors)
        {
            console.MarkupLine("[red]error[/] " + Markup.Escape(error));
        }
    }

    private static Table Create(string title, params string[] columns)
    {
        var table = new Table().Title(title).Border(TableBorder.Rounded);
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i]);
            table.AddColumn(i == 0 || columns[i].StartsWith("what", StringComparison.Ordinal) ? column : column.RightAligned());
        }

        return table;
    }

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Quality(double quality) => quality.ToString("0.000", CultureInfo.InvariantCulture);

    // A recorded table may count in a unit of its own (shares of one model's price), so only made-up costs are surely dollars.
    private static string Money(ReplayReport report, decimal cost) => (IsSimulated(report) ? "$" : "")
        + cost.ToString(cost >= 100 ? "N2" : cost is > 0 and < 0.01m ? "0.000000" : "0.0000", CultureInfo.InvariantCulture);

    private static string Milliseconds(double ms) => ms.ToString("N0", CultureInfo.InvariantCulture) + " ms";

    private static string Relative(decimal cost, decimal whole) => whole == 0 ? "" : Percent((double)(cost / whole));
}
