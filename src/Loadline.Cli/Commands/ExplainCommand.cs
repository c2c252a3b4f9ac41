using System.CommandLine;
using System.Text.Json;
using Loadline.Cli.Ledger;
using Loadline.Cli.Output;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline explain</c>: one past decision, why it was made and what came of it.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The decision: the x-loadline-decision header of the answer." };
        var json = JsonOption.Create();
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("explain", "Explain one past decision from the ledger.") { id, json });
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var entry = await ledger.Decisions.FindAsync(parsed.GetValue(id)!.Trim(), cancellationToken).ConfigureAwait(false)
                ?? throw new UserError($"No decision '{parsed.GetValue(id)}' is in {ledger.Name}. The id is 26 characters; rows are written at most storage.flush after the answer.");
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(entry.Decision, CliJsonContext.Default.DecisionRecord));
                return ExitCodes.Done;
            }

            DecisionWriter.Write(entry.Decision);
            LedgerTables.WriteOutcome(entry.Decision, entry.Content);
            return ExitCodes.Done;
        }));
        return command;
    }
}
