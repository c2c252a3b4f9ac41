using System.Globalization;
using Loadline.Learning.Tables;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Prints what a table holds, for people.</summary>
internal static class DescriptionWriter
{
    private const int MostGroups = 20;

    public static void Write(TableDescription table)
    {
        var console = Consoles.Output();
        console.MarkupLine(
            $"[bold]{Markup.Escape(table.Table)}[/]: {Count(table.Rows)} rows, {table.Models.Count} models, {table.Groups.Count} groups, "
            + $"{Count(table.DistinctPrompts)} distinct prompts ({Count(table.DuplicateRows)} rows repeat one), "
            + $"{Count(table.MissingOutcomes)} outcomes missing. Costs in {Markup.Escape(table.Unit)}.");
        console.Write(Models(table));
        console.Write(Baselines(table));
        console.Write(Groups(table));
        WriteNotes(console, table);
    }

    private static Table Models(TableDescription table)
    {
        var by = table.ClusteredBy is { } unit && table.Models.Any(model => model.Clustered is not null) ? "quality by " + unit : "";
        var result = Create(
            "[bold]Models[/] (95 % intervals, rows taken as independent" + (by.Length > 0 ? $"; by {table.ClusteredBy}: rows of one {table.ClusteredBy} taken as alike)" : ")"),
            [.. new[] { "model", "rows", "quality", by, "cost a row", "what else" }.Where(title => title.Length > 0)]);
        foreach (var model in table.Models.OrderByDescending(model => model.Quality?.Mean))
        {
            string[] cells = [Markup.Escape(model.Name), Count(model.Rows), Interval(model.Quality, Quality)];
            result.AddRow([
                .. cells,
                .. by.Length > 0 ? [Interval(model.Clustered, Quality)] : Array.Empty<string>(),
                Interval(model.Cost, Amount),
                Markup.Escape(Rest(model))]);
        }

        return result;
    }

    private static string Rest(ModelDescription model) => string.Join(", ", new[]
    {
        model.Missing > 0 ? Count(model.Missing) + " missing" : null,
        model.LatencyMs is { } ms ? ms.ToString("N0", CultureInfo.InvariantCulture) + " ms" : null,
        model.OutputTokens is { } tokens ? tokens.ToString("N0", CultureInfo.InvariantCulture) + " tokens" : null,
        model.Responses > 0 ? Count(model.Responses) + " answers kept" : null,
    }.Where(part => part is not null));

    private static Table Baselines(TableDescription table)
    {
        var result = Create("[bold]Rules without intelligence[/]", "rule", "quality", "cost a row", "what it is");
        foreach (var rule in table.Baselines)
        {
            result.AddRow(rule.Name, Quality(rule.Quality), Amount(rule.Cost), Markup.Escape(rule.Note));
        }

        return result;
    }

    private static Table Groups(TableDescription table)
    {
        var shown = table.Groups.Count > MostGroups ? $", the {MostGroups} largest of {table.Groups.Count}" : "";
        var result = Create($"[bold]Groups[/]{shown}", "group", "rows", "best quality", "what is best there");
        foreach (var group in table.Groups.Take(MostGroups))
        {
            result.AddRow(Markup.Escape(group.Name), Count(group.Rows), Quality(group.BestQuality), Markup.Escape(group.BestModel));
        }

        return result;
    }

    private static void WriteNotes(IAnsiConsole console, TableDescription table)
    {
        if (table.DuplicateRows > 0)
        {
            console.MarkupLine("Prompts repeat: split by prompt, not by row ([bold]loadline outcomes split[/] does).");
        }

        if (table.DuplicateIds > 0)
        {
            console.MarkupLine($"[red]{Count(table.DuplicateIds)} rows have an id that another row has.[/] Training and replay refuse such a table.");
        }

        if (table.UngradedOutcomes > 0)
        {
            console.MarkupLine($"{Count(table.UngradedOutcomes)} answers await grading: [bold]loadline outcomes grade[/].");
        }

        if (table.SkippedLines > 0)
        {
            console.MarkupLine($"[red]{Count(table.SkippedLines)} lines were passed over.[/] The first errors:");
            foreach (var error in table.Errors)
            {
                console.MarkupLine("  " + Markup.Escape(error));
            }
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

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Quality(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Amount(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "-";

    private static string Interval(MeanInterval? interval, Func<double?, string> show) =>
        interval is null ? "-" : $"{show(interval.Mean)} ({show(interval.Low)} – {show(interval.High)})";
}
