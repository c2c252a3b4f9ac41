using System.Globalization;
using Loadline.Learning.Certification;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Prints a certification as people read it.</summary>
internal static class CertifyWriter
{
    private const int MostSteps = 12;

    public static void Write(CertifyReport report)
    {
        var console = Consoles.Output();
        console.MarkupLine(Markup.Escape(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Route}: {report.Line}, against {report.Reference}; {report.Rows} rows in {report.Units} units. Attempt {report.Attempt} on these rows")
            + (report.Segments.Count > 0 ? "." : string.Create(CultureInfo.InvariantCulture, $": a step holds when its wealth reaches {1 / report.Delta:0}."))));
        if (report.Segments.Count > 0)
        {
            foreach (var segment in report.Segments)
            {
                console.MarkupLine(Markup.Escape($"{segment.Segment ?? "untold"}: {SegmentText.Of(report, segment)}"));
            }
        }
        else
        {
            console.Write(Steps(report));
        }

        console.MarkupLine(Markup.Escape(report.Proven is { } proven
            ? $"Proven: {Percent(proven.Cost)} of the reference's cost, at {proven.Keep.ToString("0.0000", CultureInfo.InvariantCulture)} of its quality and {Percent(proven.Lost)} lost (means on these rows)."
            : "Nothing but the reference is proven. No certificate is written."));
        if (report.Segments.Count > 0)
        {
            return;
        }

        if (report.Steps is [.., { Holds: false }])
        {
            console.MarkupLine(report.RowsForNext is { } rows
                ? $"The next step would take about {rows.ToString("N0", CultureInfo.InvariantCulture)} rows like these."
                : "The next step is below the line on these rows: more of them will hardly prove it.");
        }

        console.MarkupLine($"On the same rows: z-test {Share(report.NormalCost)} (no proof), zero router certified {Share(report.ZeroCost)}"
            + (report.ClairvoyantCost is { } clairvoyant ? $", clairvoyant knob {Percent(clairvoyant)} (no proof)." : "."));
        if (report.Frontier.Count > 0)
        {
            console.MarkupLine("If asked next, on the same rows: " + string.Join("; ", report.Frontier.Select(Frontier)) + ".");
        }
    }

    private static Table Steps(CertifyReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("step", "wealth on keep", "on lose", "quality / reference", "lost", "cost / reference", "holds", "z-test");
        for (var i = Math.Max(0, report.Steps.Count - MostSteps); i < report.Steps.Count; i++)
        {
            var step = report.Steps[i];
            table.AddRow(
                $"{i + 1} of {report.PathLength}",
                Number(step.KeepWealth),
                Number(step.LoseWealth),
                step.Keep.ToString("0.0000", CultureInfo.InvariantCulture),
                Percent(step.Lost),
                Percent(step.Cost),
                step.Holds ? "[green]yes[/]" : "[red]no[/]",
                step.NormalHolds ? "yes" : "no");
        }

        return table;
    }

    private static string Frontier(FrontierRow row) =>
        $"keep {row.Keep.ToString("0.00", CultureInfo.InvariantCulture)} at {Percent(row.Cost)}"
        + (row.RowsForNext is { } rows ? $" (next step: about {rows.ToString("N0", CultureInfo.InvariantCulture)} rows)" : "");

    private static string Share(double? value) => value is { } share ? Percent(share) : "none";

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
