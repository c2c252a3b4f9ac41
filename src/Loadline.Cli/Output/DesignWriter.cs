using System.Globalization;
using Loadline.Learning.Design;
using Loadline.Learning.Reports;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Prints a design as people read it.</summary>
internal static class DesignWriter
{
    public static void Write(DesignReport report, string folder)
    {
        var console = Consoles.Output();
        console.MarkupLine(Markup.Escape(DesignText.Asked(report)));
        var table = new Table().Border(TableBorder.Rounded).AddColumns("kind", "cost / reference", "quality / reference", "lost", "", "file");
        foreach (var proposal in report.Proposals)
        {
            var standing = DesignText.Standing(report, proposal);
            table.AddRow(
                Markup.Escape(proposal.Name),
                Markup.Escape(DesignText.Percent(proposal.Score.Cost)),
                Markup.Escape(DesignText.Share(proposal.Score.Keep)),
                proposal.Score.Lost.ToString("0.0%", CultureInfo.InvariantCulture),
                proposal.Name == report.Chosen ? $"[green]{standing}[/]" : standing,
                Markup.Escape(proposal.File));
        }

        console.Write(table);
        console.MarkupLine("[bold]" + Markup.Escape(DesignText.Promise(report)) + "[/]");
        foreach (var proposal in report.Proposals)
        {
            foreach (var rule in proposal.Rules)
            {
                console.MarkupLine(Markup.Escape(proposal.Name + ", " + DesignText.Effect(rule) + "."));
            }
        }

        foreach (var line in report.NotTried)
        {
            console.MarkupLine(Markup.Escape("Not tried: " + line + "."));
        }

        foreach (var line in report.CollectNext)
        {
            console.MarkupLine(Markup.Escape("To collect: " + line));
        }

        Console.Error.WriteLine($"Written to {folder}: loadline.yaml, what it names, the other proposals, design.json, design.md, design.html.");
    }
}
