using System.CommandLine;
using System.CommandLine.Invocation;

namespace Loadline.Cli.Commands;

/// <summary>Parses and runs a command line; what is wrong with it goes to standard error.</summary>
internal static class CommandLine
{
    // A word further from every command than this was not meant to be any of them.
    private const int FarthestTypo = 2;

    // Longer than the gateway waits for running requests: it says when it has stopped, the parser's two seconds would cut them off.
    private static readonly TimeSpan LongestStop = TimeSpan.FromHours(25);

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = RootCommands.Create().Parse(args);
        if (parsed.Action is not ParseErrorAction mistake)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = LongestStop }).ConfigureAwait(false);
        }

        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens.Count == 0)
        {
            // A whole help page would push an error out of sight; only who named no command needs it.
            mistake.ShowHelp = command.Subcommands.Count > 0;
            mistake.ShowTypoCorrections = false;
            await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error, Error = Console.Error }).ConfigureAwait(false);
        }
        else
        {
            await Console.Error.WriteLineAsync(Unknown(command, parsed.UnmatchedTokens[0])).ConfigureAwait(false);
        }

        await Console.Error.WriteLineAsync($"See `{Name(command)} --help`.").ConfigureAwait(false);
        return ExitCodes.BadInput;
    }

    private static string Unknown(Command command, string word)
    {
        var names = command.Subcommands.Select(subcommand => subcommand.Name).ToList();
        var nearest = names.MinBy(name => Distance(word, name))!;
        return $"'{word}' is no command of `{Name(command)}`. "
            + (Distance(word, nearest) <= FarthestTypo ? $"Did you mean `{nearest}`?" : $"Its commands: {string.Join(", ", names)}.");
    }

    private static string Name(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Name(parent) + " " + command.Name : "loadline";

    // Levenshtein's distance: letters to insert, drop or change.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
