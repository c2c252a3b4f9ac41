using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Ledger;
using Loadline.Cli.Output;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Learning.Tables.FromLedger;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes from-ledger</c>: a route's own history as an outcome table.</summary>
internal static class OutcomesFromLedger
{
    public static Command Create()
    {
        var output = new Option<FileInfo>("-o", "--output") { Description = "The table to write.", Required = true };
        var featuresOnly = new Option<bool>("--features-only") { Description = "Write hashed features although prompts were kept." };
        var feedback = new Option<string?>("--feedback") { Description = "Count feedback of this source only. Default: the mean of all sources." };
        var prefer = new Option<string>("--prefer") { Description = "Whose grade of the served answer counts where there are both: audit or feedback.", DefaultValueFactory = _ => "audit" };
        prefer.AcceptOnlyFromAmong("audit", "feedback");
        var json = JsonOption.Create();
        var options = new LedgerOptions();
        var command = options.AddFiltersTo(new Command("from-ledger", "Join decisions, audits and feedback of a ledger into an outcome table, to train on what really happened.")
        {
            output, featuresOnly, feedback, prefer, json,
        });
        command.SetAction((parsed, cancellationToken) => OutcomesCommand.GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var made = new LedgerTableOptions
            {
                FeaturesOnly = parsed.GetValue(featuresOnly),
                FeedbackSource = parsed.GetValue(feedback),
                PreferFeedback = parsed.GetValue(prefer) == "feedback",
            };
            return await RunAsync(ledger.Ledger, options.Filter(parsed), made, parsed.GetValue(output)!, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        ILedger ledger, LedgerFilter filter, LedgerTableOptions options, FileInfo output, bool json, CancellationToken cancellationToken)
    {
        LedgerTableReport report;
        using (var writer = OutcomeWriter.Create(output.ToString()))
        {
            report = await new LedgerTable(ledger, options).WriteAsync(filter, writer, cancellationToken).ConfigureAwait(false);
        }

        if (report.Written == 0)
        {
            output.Delete();
            throw new UserError(
                $"No row could be made of {report.Read} decisions: {report.Ungraded} have neither an audit nor feedback, {report.Unreadable} neither text nor features.");
        }

        Console.WriteLine(json ? JsonSerializer.Serialize(report, OutcomesJsonContext.Default.LedgerTableReport) : Describe(report, output.Name));
        return ExitCodes.Done;
    }

    private static string Describe(LedgerTableReport report, string name)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {report.Written:N0} rows of {report.Read:N0} decisions; {report.WithText:N0} with their prompt, {report.WithFeatures:N0} with hashed features; {report.Audited:N0} audited, the others graded by feedback.\n"
            + $"Left out: {report.Ungraded:N0} without a grade, {report.Unreadable:N0} without text or features, {report.Unserved:N0} without an answer.");
        return report.References.Count > 1
            ? text + $"\nReferences: {string.Join(", ", report.References)}. Rows of several routes stand in one table; --route keeps one."
            : text;
    }
}
