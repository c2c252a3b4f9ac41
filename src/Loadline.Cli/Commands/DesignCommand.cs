using System.CommandLine;
using Loadline.Cli.Ledger;
using Loadline.Cli.Output;
using Loadline.Core.Outcomes;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Design;
using Loadline.Learning.Reports;
using Loadline.Learning.Tables.FromLedger;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline design</c>: proposes a route for a quality line or a budget, and writes its config and a report.</summary>
internal static class DesignCommand
{
    public static Command Create()
    {
        var outcomes = new Option<FileInfo?>("--outcomes") { Description = "The outcome table (JSON Lines)." };
        var ledger = new LedgerOptions();
        var output = new Option<DirectoryInfo>("-o", "--output") { Description = "The folder that config, artifacts and reports are written to.", DefaultValueFactory = _ => new DirectoryInfo("design") };
        var models = new Option<string?>("--models") { Description = "Only these candidates, separated by commas. Default: all of the table." };
        var reference = new Option<string?>("--reference") { Description = "The model to measure against. Default: the best on the rows that are fitted on." };
        var keep = Share("--keep", "The least share of the reference's quality. Default: 0.95.", 1);
        var lose = Share("--lose", "The largest share of requests that the reference had right and that may be served worse. Default: not asked for.", 1);
        var confidence = Share("--confidence", "How sure the choice must be. Default: 0.95.", 1);
        var budget = Share("--budget", "Instead of a line: the share of the reference's cost to keep within, at the best quality.", double.PositiveInfinity);
        var seed = new Option<int>("--seed") { Description = "Of the split and of training.", DefaultValueFactory = _ => 1 };
        var json = JsonOption.Create();
        var command = ledger.AddFiltersTo(new Command("design", "Propose a route for a quality line or a budget: candidates, policy, rules, and what to collect next.")
        {
            outcomes, output, models, reference, keep, lose, confidence, budget, seed, json,
        });
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(async () =>
        {
            if (parsed.GetValue(budget) is not null && (parsed.GetValue(keep) ?? parsed.GetValue(lose)) is not null)
            {
                throw new UserError("--budget and a line (--keep, --lose) are two questions. Ask one.");
            }

            var table = parsed.GetValue(outcomes) is { } file
                ? Matrices.Load(file, Matrices.Names(parsed.GetValue(models)))
                : await FromLedgerAsync(ledger, parsed, Matrices.Names(parsed.GetValue(models)), cancellationToken).ConfigureAwait(false);
            return Run(table, new DesignOptions
            {
                Line = new QualityLine(
                    parsed.GetValue(keep) ?? (parsed.GetValue(lose) is null ? QualityLine.DefaultKeep : null), parsed.GetValue(lose), parsed.GetValue(confidence) ?? QualityLine.DefaultConfidence),
                Budget = parsed.GetValue(budget),
                Reference = parsed.GetValue(reference),
                Seed = parsed.GetValue(seed),
                Folder = parsed.GetValue(output)!.FullName,
            }, parsed.GetValue(json));
        }));
        return command;
    }

    private static int Run(OutcomeMatrix table, DesignOptions options, bool json)
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
            var report = Designer.Run(table, options);
            foreach (var proposal in report.Proposals)
            {
                Write(options, proposal.File, proposal.Config);
            }

            var text = DesignJson.Write(report);
            Write(options, "design.json", text);
            Write(options, "design.md", DesignMarkdown.Write(report));
            Write(options, "design.html", DesignHtml.Write(report));
            if (json)
            {
                Console.WriteLine(text);
            }
            else
            {
                DesignWriter.Write(report, options.Folder);
            }

            return report.Proposal.IsProven ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (Exception error) when (error is DesignException or CertifyException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }
    }

    // Through a table of its own, so that a design of a ledger and one of a table are the same thing.
    private static async Task<OutcomeMatrix> FromLedgerAsync(LedgerOptions options, ParseResult parsed, IReadOnlyList<string>? models, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(Path.GetTempPath(), "loadline-" + Path.GetRandomFileName() + ".jsonl"));
        try
        {
            LedgerTableReport report;
            await using (var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                using var writer = OutcomeWriter.Create(file.FullName);
                report = await new LedgerTable(ledger.Ledger, new LedgerTableOptions()).WriteAsync(options.Filter(parsed), writer, cancellationToken).ConfigureAwait(false);
            }

            return report.Written > 0 ? Matrices.Load(file, models) : throw new UserError(
                $"None of {report.Read} decisions has a grade and a prompt. Name a table with --outcomes, or collect audits and feedback first (docs/ledger.md).");
        }
        finally
        {
            file.Delete();
        }
    }

    private static void Write(DesignOptions options, string name, string text) => File.WriteAllText(Path.Combine(options.Folder, name), text);

    private static Option<double?> Share(string name, string description, double most)
    {
        var option = new Option<double?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } value && !(value > 0 && value < most))
            {
                result.AddError(double.IsFinite(most) ? $"{name} takes a share above 0 and below 1, like 0.95." : $"{name} takes a share above 0, like 0.2.");
            }
        });
        return option;
    }
}
