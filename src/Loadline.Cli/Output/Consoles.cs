using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Where results for people are drawn.</summary>
internal static class Consoles
{
    // Narrower than this the tables wrap beyond reading.
    private const int LeastWidth = 110;

    /// <summary>Draws on standard output; without colours where that is a file or a pipe.</summary>
    public static IAnsiConsole Output()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = Math.Max(console.Profile.Width, LeastWidth);
        return console;
    }
}
