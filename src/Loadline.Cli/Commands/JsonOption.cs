using System.CommandLine;

namespace Loadline.Cli.Commands;

/// <summary>The option every command has that prints a result.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "Print the result as JSON on standard output." };
}
