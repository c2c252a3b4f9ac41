using System.CommandLine;

namespace Loadline.Cli.Commands;

/// <summary>The command line's tree.</summary>
internal static class RootCommands
{
    public static RootCommand Create() => new(
        """
        Loadline sends each LLM request to the cheapest model proven to hold your quality line.

        Exit codes: 0 done; 1 it ran but did not succeed (requests failed, a check did not hold); 2 the command line, a config or an
        input file is wrong; 3 an address to listen on is taken.
        """)
    {
        DemoCommand.Create(),
        ServeCommand.Create(),
        RouteCommand.Create(),
        ReplayCommand.Create(),
        TrainCommand.Create(),
        EvalCommand.Create(),
        ConfigCommand.Create(),
    };
}
