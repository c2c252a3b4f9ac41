using System.CommandLine;
using System.Text.Json;
using Loadline.Cli.Ledger;
using Loadline.Core.Ledger;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline ledger</c>: add up, export, check and back up; the commands that change it are in the other part.</summary>
internal static partial class LedgerCommand
{
    public static Command Create() => new("ledger", "Look into the ledger, take it elsewhere, shorten it. Works beside a running gateway.")
    {
        Stats(), Export(), Import(), Prune(), Delete(), Backup(), Check(),
    };

    private static Command Stats()
    {
        var json = JsonOption.Create();
        var options = new LedgerOptions();
        var command = options.AddFiltersTo(new Command("stats", "Add up requests, tokens and cost by route and served model.") { json });
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var totals = await ledger.Decisions.TotalsAsync(options.Filter(parsed), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(totals, LedgerJsonContext.Default.IReadOnlyListLedgerTotals));
            }
            else
            {
                LedgerTables.Write(totals);
            }

            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Export()
    {
        var format = new Option<string>("--format") { Description = "jsonl: whole rows, which can be imported; csv: one line a decision; csv-attempts: one line an upstream call.", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv", "csv-attempts");
        var output = new Option<FileInfo?>("--output") { Description = "The file to write; must not be there yet. Default: standard output." };
        var content = new Option<bool>("--content") { Description = "Export prompts and answers too, where they are kept (jsonl only)." };
        var options = new LedgerOptions();
        var command = options.AddFiltersTo(new Command("export", "Write decisions out, the oldest first.") { format, output, content });
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using var writer = parsed.GetValue(output) is { } file ? Create(file.ToString()) : Console.Out;
            var export = new LedgerExport(ledger.Ledger, writer);
            var filter = options.Filter(parsed);
            var count = parsed.GetValue(format) is "jsonl"
                ? await export.ToJsonLinesAsync(filter, parsed.GetValue(content), cancellationToken).ConfigureAwait(false)
                : await export.ToCsvAsync(filter, parsed.GetValue(format) == "csv-attempts", cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"{count} decisions.").ConfigureAwait(false);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "The copy; must not be there yet." };
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("backup", "Copy the whole ledger into a new file, while the gateway goes on writing.") { file });
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            ledger.File($"{ledger.Name} is a database: back it up with pg_dump, or its server's own means.").BackUp(parsed.GetValue(file)!);
            Console.WriteLine($"{ledger.Name} was copied to {parsed.GetValue(file)}, and the copy is sound.");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Check()
    {
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("check", "Check that the ledger file is sound."));
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var problem = ledger.File($"{ledger.Name} is a database: its server checks itself (pg_amcheck).").Check();
            Console.WriteLine(problem.Length == 0 ? $"{ledger.Name} is sound ({ledger.Ledger.Engine})." : $"{ledger.Name} is DAMAGED: {problem}");
            return problem.Length == 0 ? ExitCodes.Done : ExitCodes.Failed;
        }));
        return command;
    }

    private static StreamWriter Create(string path)
    {
        try
        {
            return new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot write {path}: {error.Message}");
        }
    }

    // What the disk or another process does to a ledger is no stack trace's business.
    internal static Task<int> GuardAsync(Func<Task<int>> work) => UserError.GuardAsync(async () =>
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is LedgerUnavailableException or LedgerException)
        {
            throw new UserError(error.Message, ExitCodes.Failed);
        }
    });
}
