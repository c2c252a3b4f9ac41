using System.CommandLine;

namespace Loadline.Cli.Commands;

/// <summary>The command line's tree.</summary>
internal static class RootCommands
{
    public static RootCommand Create() => new(
        """
        Loadline sends each LLM request to the cheapest model proven to hold your quality line.

        New here: `loadline demo` needs no key. With OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY set, or Ollama running,
        `loadline serve` needs no config.

        Exit codes:
          0  done
          1  it ran but did not succeed: requests failed, nothing can serve the request, stopped before the end
          2  the command line, a config or an input file is wrong
          3  cannot listen: the address is taken or not allowed
        """)
    {
        DemoCommand.Create(),
        ServeCommand.Create(),
        RouteCommand.Create(),
        ReplayCommand.Create(),
        ExplainCommand.Create(),
        CacheCommand.Create(),
        LedgerCommand.Create(),
        KeysCommand.Create(),
        OutcomesCommand.Create(),
        TrainCommand.Create(),
        EvalCommand.Create(),
        DesignCommand.Create(),
        CertifyCommand.Create(),
        GateCommand.Create(),
        RouteModeCommands.Promote(),
        RouteModeCommands.Canary(),
        RouteModeCommands.RollBack(),
        RouteModeCommands.Events(),
        WhatIfCommand.Create(),
        HealthCommand.Create(),
        ConfigCommand.Create(),
        ModelsCommand.Create(),
        ConnectCommand.Create(),
        ImportCommand.Create(),
    };
}
