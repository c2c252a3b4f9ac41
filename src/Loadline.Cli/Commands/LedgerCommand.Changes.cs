using System.CommandLine;
using Loadline.Cli.Ledger;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Cli.Commands;

/// <content>Import, prune, delete.</content>
internal static partial class LedgerCommand
{
    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "What `loadline ledger export` wrote as JSON Lines; `-` reads standard input." };
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("import", "Read exported decisions into a ledger, made where there is none. Rows that are there already are passed over.") { file });
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            using var reader = parsed.GetValue(file) is "-" ? Console.In : Open(parsed.GetValue(file)!);
            await using var ledger = await options.OpenAsync(parsed, mayCreate: true, cancellationToken).ConfigureAwait(false);
            var (read, added) = await LedgerImport.RunAsync(ledger.Ledger, reader, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{read} rows read, {added} added to {ledger.Name}.");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Prune()
    {
        var before = new Option<string?>("--before") { Description = $"Delete what is older, in whole days (UTC): {LedgerTime.Forms}. Default: storage.keep of the config." };
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("prune", "Delete old decisions, as a gateway does by itself every hour.") { before });
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var cut = LedgerOptions.Time("--before", parsed.GetValue(before)) ?? (options.Storage(parsed).Keep is { } keep
                ? TimeProvider.System.GetUtcNow() - keep
                : throw new UserError("The config keeps rows for good. Say --before what time they may go."));
            var count = await ledger.Ledger.PruneAsync(cut, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{count} decisions deleted from {ledger.Name}.");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Delete()
    {
        var decision = new Option<string?>("--decision") { Description = "One decision's id." };
        var caller = new Option<string?>("--caller") { Description = "Everything of a caller: the value of safety_identifier, user or the credential; or its hash as exports show it." };
        var before = new Option<string?>("--before") { Description = $"Everything older: {LedgerTime.Forms}." };
        var contentOnly = new Option<bool>("--content-only") { Description = "Delete prompts and answers and leave the figures." };
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("delete", "Delete decisions or their content; what goes is overwritten in the file. Name them in one way.")
        {
            decision, caller, before, contentOnly,
        });
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            var id = parsed.GetValue(decision);
            if (id is not null && !DecisionId.IsValid(id))
            {
                throw new UserError($"'{id}' is no decision's id: those are 26 characters, as in x-loadline-decision.");
            }

            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var selection = new LedgerSelection
            {
                DecisionId = id,
                Caller = parsed.GetValue(caller) is { } who ? Hash(ledger.Ledger, who) : null,
                Before = LedgerOptions.Time("--before", parsed.GetValue(before)),
                ContentOnly = parsed.GetValue(contentOnly),
            };
            var count = await DeleteAsync(ledger.Ledger, selection, cancellationToken).ConfigureAwait(false);
            Console.WriteLine(selection.ContentOnly ? $"Content of {count} decisions deleted." : $"{count} decisions deleted.");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static async Task<long> DeleteAsync(ILedger ledger, LedgerSelection selection, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.DeleteAsync(selection, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw new UserError("Say what to delete in one way: --decision, --caller or --before.");
        }
    }

    private static string Hash(ILedger ledger, string caller) =>
        IdentityHasher.IsHash(caller) ? caller.ToLowerInvariant() : IdentityHasher.ToText(new IdentityHasher(ledger.Salt).Hash(caller));

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read {path}: {error.Message}");
        }
    }
}
