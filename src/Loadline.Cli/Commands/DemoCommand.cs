using System.CommandLine;
using Loadline.Cli.Demo;
using Loadline.Cli.Output;
using Loadline.Cli.Replay;
using Loadline.Core.Outcomes;
using Loadline.Dashboard;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline demo</c>: simulated models, a bundled workload, the savings table; needs nothing.</summary>
internal static class DemoCommand
{
    private const int Seed = 1;
    private const int DefaultConcurrency = 128;
    private const string Route = "auto";

    // A single long answer of a large model takes half a minute; nobody should wait that long for a table.
    private const int Speed = 10;

    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "End after the table instead of staying up." };
        var concurrency = NumberOption.Create("--concurrency", "Requests under way at once.", DefaultConcurrency, 1, 1000);
        var port = NumberOption.Create("--port", "Port to listen on; 0 takes a free one.", 0, 0, 65535);
        var story = new Option<bool>("--story") { Description = "Instead: the life of a certified route, from observing over a regression to its recovery." };
        var json = JsonOption.Create();
        var command = new Command("demo", "Route a sample workload over simulated models and show what it saves. Needs no key and no network.")
        {
            once, concurrency, port, story, json,
        };
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(() => parsed.GetValue(story) ? TellAsync(cancellationToken) : RunAsync(
            parsed.GetValue(once), parsed.GetValue(concurrency), parsed.GetValue(port), parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(bool once, int concurrency, int port, bool json, CancellationToken cancellationToken)
    {
        var table = Table();
        var snapshot = Configs.Build(DemoConfig.Load(Speed));
        await using var run = await ListenErrors.GuardAsync(
            $"port {port}",
            "--port 0 takes a free one",
            () => ReplayRun.StartAsync(snapshot, ReplayConfig.TableName, table, $"http://127.0.0.1:{port}", cancellationToken, pages: new DashboardPages())).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(
            $"Loadline demo. Every model here is SIMULATED: prices, speed, answers and their quality are made up; the routing and the HTTP are real. "
            + $"They run {Speed} times as fast as they claim to.").ConfigureAwait(false);
        var requests = ReplayBodies.Create(table, Route, stream: false);
        var results = await Progress.ShowAsync(
            "Routing the sample workload", requests.Count, onDone => run.SendAsync(requests, concurrency, onDone, cancellationToken)).ConfigureAwait(false);
        var report = ReplayReports.Create("demo workload", ReplayReport.SimulatedAnswers, Speed, table, results, DemoModels.Reference)
            with
        { Gateway = GatewaySums.Create(await run.TotalsAsync(results.Length, cancellationToken).ConfigureAwait(false)) };
        ReplayReportWriter.Write(report, json);
        if (!once)
        {
            await StayUpAsync(run, cancellationToken).ConfigureAwait(false);
        }

        return report.Errors == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("A story with SIMULATED models: prices, answers and the regression are made up; certificate, routing, audits and HTTP are real.").ConfigureAwait(false);
        var stages = await DemoStory.RunAsync(Console.WriteLine, cancellationToken).ConfigureAwait(false);
        return stages.Count == DemoStory.Stages ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static OutcomeTable Table()
    {
        using var stream = new MemoryStream();
        DemoWorld.WriteOutcomeTable(DemoWorld.BuildOutcomes(Seed), stream);
        stream.Position = 0;
        return OutcomeTable.Read(stream, "the demo's workload");
    }

    private static async Task StayUpAsync(ReplayRun run, CancellationToken cancellationToken)
    {
        var address = run.Address.ToString().TrimEnd('/');
        await Console.Error.WriteLineAsync(
            $$"""

            Dashboard: {{address}}{{DashboardPages.Path}}
            Still listening on {{address}}, with simulated models only. Ctrl+C ends it. Try:

              curl -i {{address}}/v1/chat/completions -H 'content-type: application/json' \
                -d '{"model":"auto","messages":[{"role":"user","content":"Prove that there are infinitely many primes."}]}'
              curl {{address}}/loadline/stats
            """).ConfigureAwait(false);
        await run.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }
}
