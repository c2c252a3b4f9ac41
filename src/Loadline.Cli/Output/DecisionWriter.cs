using System.Globalization;
using Loadline.Core.Decisions;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Explains one decision to a person.</summary>
internal static class DecisionWriter
{
    public static void Write(DecisionRecord record, RoutingContext? context = null)
    {
        var console = Consoles.Output();
        var first = context?.Planned?.Name ?? record.Served ?? record.Choice;
        var head = Markup.Escape($"({record.Reason}, route {record.Route}, {record.Mode})");
        console.MarkupLine($"[bold]{Markup.Escape(first ?? "nothing can serve this")}[/]  {head}");
        if (record.Choice is not null && record.Choice != first)
        {
            console.MarkupLine($"Routing would choose [bold]{Markup.Escape(record.Choice)}[/]; the route observes, so the reference serves.");
        }

        if (record.Signals.Why is { } why)
        {
            console.MarkupLine(Markup.Escape(why + "."));
        }

        foreach (var check in record.Signals.Checks ?? [])
        {
            console.MarkupLine(Markup.Escape("Check: " + check + "."));
        }

        if (record.Quality == "uncertified" && record.Mode is "enforce" or "canary")
        {
            console.MarkupLine("[yellow]uncertified[/]: no certificate proves this route's quality.");
        }

        foreach (var loss in record.Losses)
        {
            console.MarkupLine(Markup.Escape($"{loss.Kind} on the way: {loss.Path}, {loss.What}."));
        }

        console.Write(Candidates(record, first));
        console.Write(Signals(record.Signals));
        if (context is not null)
        {
            WritePlan(console, context.Route!);
            WriteRules(console, context);
        }
    }

    private static Table Candidates(DecisionRecord record, string? first)
    {
        var isPredicted = record.Candidates.Any(static candidate => candidate is not { PredictedQuality: null, PredictedCost: null });
        var table = new Table().Border(TableBorder.Rounded).AddColumn("candidate").AddColumn(new TableColumn("expected cost").RightAligned());
        if (isPredicted)
        {
            table.AddColumn(new TableColumn("predicted quality").RightAligned()).AddColumn(new TableColumn("predicted cost").RightAligned());
        }

        table.AddColumn("for and against");
        foreach (var candidate in record.Candidates)
        {
            string[] predicted = isPredicted ? [Predicted(candidate.PredictedQuality, "0.000", ""), Predicted(candidate.PredictedCost, "0.###", " ref")] : [];
            table.AddRow([
                Markup.Escape(candidate.Model),
                candidate.EstimatedCostUsd is { } cost ? "$" + cost.ToString("0.000000", CultureInfo.InvariantCulture) : "unknown",
                .. predicted,
                Markup.Escape(Why(record, candidate, first))]);
        }

        return isPredicted ? table.Caption("predicted cost in mean calls of the reference") : table;
    }

    private static string Predicted(double? value, string format, string unit) =>
        value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : "";

    private static string Why(DecisionRecord record, CandidateRecord candidate, string? first)
    {
        if (!candidate.Eligible)
        {
            return "cannot serve: " + string.Join(", ", candidate.ExcludedBecause);
        }

        var words = new List<string>();
        words.Add(candidate.Model == first ? "serves" : candidate.Model == record.Choice ? "the policy's choice" : "eligible");
        if (candidate.Model == record.Reference)
        {
            words.Add("the reference");
        }

        if (!candidate.InPool)
        {
            words.Add("outside the pool: only after a failure");
        }

        return string.Join("; ", words);
    }

    private static Table Signals(SignalsRecord signals)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("signal").AddColumn("value");
        Add(table, "tokens (estimate)", signals.Tokens?.ToString(CultureInfo.InvariantCulture));
        Add(table, "turns", signals.Turns.ToString(CultureInfo.InvariantCulture));
        Add(table, "task", signals.Task);
        Add(table, "language", signals.Language);
        Add(table, "domain", signals.Domain);
        Add(table, "complexity", Number(signals.Complexity));
        foreach (var (part, value) in signals.ComplexityParts ?? new Dictionary<string, double>())
        {
            Add(table, "  of it " + part, Number(value));
        }

        Add(table, "code", Number(signals.Code));
        Add(table, "math", Number(signals.Math));
        Add(table, "pii", signals.Pii is { } pii ? pii.Count == 0 ? "none" : string.Join(", ", pii) : null);
        Add(table, "tools", Positive(signals.Tools));
        Add(table, "images", Positive(signals.Images));
        Add(table, "audio", Positive(signals.Audio));
        Add(table, "schema", signals.Schema ? "yes" : null);
        Add(table, "priority", signals.Priority);
        return table;
    }

    private static void WritePlan(IAnsiConsole console, RouteSnapshot route)
    {
        if (route.Plan is { } plan)
        {
            console.MarkupLine(Markup.Escape($"plan: {plan.Describe()}."));
        }

        if (route.Hedge is { } hedge)
        {
            console.MarkupLine(Markup.Escape($"hedging: {hedge.Config.Describe()}."));
        }
    }

    private static void WriteRules(IAnsiConsole console, RoutingContext context)
    {
        foreach (var rule in context.Route!.Rules)
        {
            var fired = ReferenceEquals(rule, context.Rule);

            // As plain text: a pattern that is broken over two lines could not be copied.
            console.Profile.Out.Writer.WriteLine($"{(fired ? "fired" : "passed")} rule {rule.Name}: {rule.When}");
            if (fired)
            {
                break;
            }
        }
    }

    private static void Add(Table table, string name, string? value)
    {
        if (value is not null)
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        }
    }

    private static string? Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture);

    private static string? Positive(int value) => value > 0 ? value.ToString(CultureInfo.InvariantCulture) : null;
}
