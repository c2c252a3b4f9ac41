using System.Globalization;
using Loadline.Cli.Output;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Spectre.Console;

namespace Loadline.Cli.Ledger;

/// <summary>Shows totals and single decisions to people.</summary>
internal static class LedgerTables
{
    public static void Write(IReadOnlyList<LedgerTotals> totals)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("route").AddColumn("model");
        foreach (var column in new[] { "requests", "errors", "tokens in", "tokens out", "cost", "at reference", "mean ms" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var total in totals)
        {
            table.AddRow(
                Markup.Escape(total.Route), Markup.Escape(total.Model), Count(total.Requests), Count(total.Errors),
                Count(total.InputTokens), Count(total.OutputTokens), Money(total.CostUsd), Money(total.ReferenceCostUsd),
                (total.DurationMs / Math.Max(1, total.Requests)).ToString("N0", CultureInfo.InvariantCulture));
        }

        var console = Consoles.Output();
        console.Write(table);
        var (cost, reference) = (totals.Sum(total => total.CostUsd), totals.Sum(total => total.ReferenceCostUsd));
        console.MarkupLine(
            $"[bold]{Count(totals.Sum(total => total.Requests))}[/] requests, [bold]{Money(cost)}[/] spent; the reference would have cost {Money(reference)}"
            + (reference > 0 ? $" ({(double)(1 - (cost / reference)):0.0 %} saved, audits not counted)." : "."));
        if (totals.Sum(total => total.UnpricedRequests) is > 0 and var unpriced)
        {
            console.MarkupLine($"The cost of [yellow]{Count(unpriced)}[/] requests is unknown; they are in no sum.");
        }

        if (totals.Sum(total => total.PossiblyBilledAttempts) is > 0 and var possible)
        {
            console.MarkupLine($"[yellow]{Count(possible)}[/] failed attempts may have been billed without anybody saying so; they are in no sum.");
        }
    }

    /// <summary>Shows what came of a decision; what was decided stands above it.</summary>
    public static void WriteOutcome(DecisionRecord decision, DecisionContent? content)
    {
        var console = Consoles.Output();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("attempt").AddColumn("outcome")
            .AddColumn(new TableColumn("first token").RightAligned()).AddColumn(new TableColumn("total").RightAligned())
            .AddColumn(new TableColumn("tokens in/out").RightAligned()).AddColumn(new TableColumn("cost").RightAligned());
        foreach (var attempt in decision.Attempts)
        {
            table.AddRow(
                Markup.Escape($"{attempt.Model} at {attempt.Deployment}{(attempt.Kind == AttemptKinds.Answer ? "" : ", as " + attempt.Kind)}"),
                Markup.Escape(attempt.Status == 0 ? attempt.Outcome : $"{attempt.Outcome} ({attempt.Status})"),
                Milliseconds(attempt.TimeToFirstTokenMs), Milliseconds(attempt.DurationMs),
                attempt.Usage is { } usage ? $"{Count(usage.Input)}/{Count(usage.Output)}" : "not told",
                attempt.CostUsd is { } cost ? Money(cost) : attempt.PossiblyBilled ? "possibly billed" : "unknown");
        }

        console.Write(table);
        console.MarkupLine($"{decision.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC: [bold]{Markup.Escape(decision.Outcome)}[/] (status {decision.Status}) in {Milliseconds(decision.DurationMs)}, "
            + $"{decision.OverheadMicroseconds.ToString("N0", CultureInfo.InvariantCulture)} µs of it in Loadline.");
        console.MarkupLine($"Cost {Optional(decision.CostUsd)}; the reference {Optional(decision.ReferenceCostUsd)}; the choice {Optional(decision.ChoiceCostUsd)}. "
            + $"Propensity {decision.Propensity.ToString("0.###", CultureInfo.InvariantCulture)}. Route digest {Markup.Escape(decision.RouteDigest)}.");
        if (content is not null)
        {
            console.WriteLine("Request: " + System.Text.Encoding.UTF8.GetString(content.Request.Span));
            console.WriteLine("Answer: " + System.Text.Encoding.UTF8.GetString(content.Answer.Span));
        }
    }

    private static string Optional(decimal? usd) => usd is { } known ? Money(known) : "unknown";

    private static string Money(decimal usd) => "$" + usd.ToString(usd >= 1 ? "N4" : "0.00######", CultureInfo.InvariantCulture);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(double ms) => ms.ToString("N0", CultureInfo.InvariantCulture) + " ms";
}
