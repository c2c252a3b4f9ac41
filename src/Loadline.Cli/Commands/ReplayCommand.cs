using System.CommandLine;
using Loadline.Cli.Output;
using Loadline.Cli.Replay;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline replay</c>: every prompt of an outcome table through a real gateway over HTTP.</summary>
internal static class ReplayCommand
{
    private const int DefaultConcurrency = 32;

    public static Command Create()
    {
        var outcomes = new Option<FileInfo>("--outcomes") { Description = "The outcome table (JSON Lines).", Required = true };
        var model = new Option<string?>("--model")
        {
            Description = "Send every prompt to this model, or to this route of --config. Default: the route `auto`.",
        };
        var config = new Option<FileInfo?>("--config")
        {
            Description = "Route by this config; its providers must be simulated ones. Default: tiers by complexity over the table's models.",
        };
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "Requests under way at once.",
            DefaultValueFactory = _ => DefaultConcurrency,
        };
        var stream = new Option<bool>("--stream") { Description = "Ask for streamed answers." };
        var json = JsonOption.Create();
        var command = new Command(
            "replay", "Send every prompt of an outcome table through a real gateway whose upstreams replay the recorded answers.")
        {
            outcomes, model, config, concurrency, stream, json,
        };
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(() => RunAsync(
            parsed.GetValue(outcomes)!,
            parsed.GetValue(model) ?? "auto",
            parsed.GetValue(config),
            Math.Max(1, parsed.GetValue(concurrency)),
            parsed.GetValue(stream),
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo outcomes, string model, FileInfo? configFile, int concurrency, bool stream, bool json, CancellationToken cancellationToken)
    {
        var table = Load(outcomes);
        var config = configFile is null ? ReplayConfig.Create(table) : ReplayConfig.Use(Configs.Load(configFile.FullName), table);
        var snapshot = Configs.Build(config);
        if (snapshot.Find(model) is not { } route)
        {
            throw new UserError($"'{model}' is neither a route nor a model. The table's models: {string.Join(", ", table.Models)}.");
        }

        await using var run = await ReplayRun.StartAsync(
            snapshot, ReplayConfig.TableName, table, "http://127.0.0.1:0", cancellationToken).ConfigureAwait(false);
        var requests = ReplayBodies.Create(table, model, stream);
        var results = await Progress.ShowAsync(
            $"Replaying {outcomes.Name}",
            requests.Count,
            onDone => run.SendAsync(requests, concurrency, onDone, cancellationToken)).ConfigureAwait(false);
        var reference = route.Reference?.Name ?? new Baselines(table).Strongest;
        var report = ReplayReports.Create(outcomes.Name, table, results, reference);
        ReplayReportWriter.Write(report, json);
        return report.Errors == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static OutcomeTable Load(FileInfo file)
    {
        try
        {
            return OutcomeTable.Load(file.FullName);
        }
        catch (Exception error) when (error is OutcomeTableException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }
    }
}
