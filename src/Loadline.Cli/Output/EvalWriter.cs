using System.Globalization;
using Loadline.Learning.Evaluation;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Prints an evaluation as the table people read.</summary>
internal static class EvalWriter
{
    public static void Write(EvalReport report)
    {
        var console = Consoles.Output();
        var protocol = report.Protocol;
        console.MarkupLine(Markup.Escape(
            $"{report.Table}: {report.Models.Count} models, reference {report.Reference}. {protocol.Kind}"
            + (protocol.TrainTable is { } other ? $" ({other}, {protocol.Overlap} overlapping rows left out)" : "")
            + $": {protocol.Splits} × {protocol.TrainRows} rows to train, {protocol.TestRows} to test, split by prompt."));
        console.MarkupLine("Quality and cost are those of the knob that training rows chose to keep "
            + $"{Percent(protocol.Keep)} of the reference; the columns after them are read along the whole path of knobs.");
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("router", "quality", "of groups", "cost", "APGR", "CPT50", "CPT80", "AIQ", "cost at 90 %", "95 %", "98 %", "best chosen", "novel");
        foreach (var router in report.Routers.Concat(report.Baselines))
        {
            Row(table, router);
        }

        console.Write(table);
        var chosen = report.Routers[0];
        console.MarkupLine(Markup.Escape($"{chosen.Name}: {chosen.Note}"));
        if (chosen.PerSeed is { Count: > 1 } seeds && seeds[0].Apgr is not null)
        {
            console.MarkupLine($"APGR by split: {string.Join(", ", seeds.Select(seed => Number(seed.Apgr, "0.000")))}.");
        }

        Groups(console, report);
    }

    private static void Row(Table table, RouterResult router)
    {
        var name = Markup.Escape(router.Name);
        table.AddRow(
            router.Chosen ? $"[bold]{name}[/]" : name,
            Number(router.Quality, "0.0000"),
            Number(router.QualityOverGroups, "0.0000"),
            Number(router.Cost, "0.######"),
            Number(router.Apgr, "0.000"),
            Number(router.Cpt50, "0.0"),
            Number(router.Cpt80, "0.0"),
            Number(router.Aiq, "0.0000"),
            AtKeep(router, "0.90"),
            AtKeep(router, "0.95"),
            AtKeep(router, "0.98"),
            Percent(router.RoutingAccuracy),
            router.NoveltyShare is { } novelty ? Percent(novelty) : "");
    }

    private static void Groups(IAnsiConsole console, EvalReport report)
    {
        var groups = report.Routers[0].Groups;
        if (groups.Count is > 1 and <= 20)
        {
            console.MarkupLine(Markup.Escape("Quality by group: " + string.Join(
                ", ", groups.Select(group => $"{group.Key} {Number(group.Value.Quality, "0.0000")} ({group.Value.Rows})")) + "."));
        }
    }

    private static string AtKeep(RouterResult router, string keep) =>
        router.CostAtKeep is { } costs ? costs[keep] is { } cost ? cost.ToString("0.00 %", CultureInfo.InvariantCulture) : "never" : "";

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
