using System.CommandLine;
using Loadline.Cli.Ledger;
using Loadline.Cli.Output;
using Loadline.Cli.Replay;
using Loadline.Cli.Serve;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline replay</c>: every prompt of an outcome table through a real gateway over HTTP.</summary>
internal static class ReplayCommand
{
    private const int DefaultConcurrency = 32;

    public static Command Create()
    {
        var outcomes = new Option<FileInfo>("--outcomes") { Description = "The outcome table (JSON Lines).", Required = true };
        var model = new Option<string?>("--model") { Description = "Send every prompt to this model, or to this route of --config. Default: the route `auto`." };
        var config = new Option<FileInfo?>("--config") { Description = "Route by this config; its providers must be simulated ones. Default: tiers by complexity over the table's models." };
        var concurrency = NumberOption.Create("--concurrency", "Requests under way at once.", DefaultConcurrency, 1, 1000);
        var speed = NumberOption.Create("--speed", "How many times faster than recorded the answers arrive; the report counts their full time.", 1, 1, 1_000_000);
        var stream = new Option<bool>("--stream") { Description = "Ask for streamed answers." };
        var ledger = new Option<string?>("--ledger") { Description = "Keep the decisions in this ledger file. Default: in memory, whatever the config says." };
        var json = JsonOption.Create();
        var command = new Command("replay", "Send every prompt of an outcome table through a real gateway whose upstreams replay the recorded answers.")
        {
            outcomes, model, config, concurrency, speed, stream, ledger, json,
        };
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(() => RunAsync(
            parsed.GetValue(outcomes)!,
            parsed.GetValue(model) ?? "auto",
            parsed.GetValue(config),
            parsed.GetValue(concurrency),
            parsed.GetValue(speed),
            parsed.GetValue(stream),
            parsed.GetValue(ledger),
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo outcomes,
        string model,
        FileInfo? configFile,
        int concurrency,
        int speed,
        bool stream,
        string? ledger,
        bool json,
        CancellationToken cancellationToken)
    {
        var table = OutcomeTables.Load(outcomes.ToString());
        if (table.Rows.FirstOrDefault(row => row.Prompt is null && row.Messages is null) is { } bare)
        {
            throw new UserError($"Row '{bare.Id}' has features in place of a prompt: there is nothing to send. Tables made with `storage.content: on` can be replayed.");
        }

        var config = configFile is null ? ReplayConfig.Create(table) : ReplayConfig.Use(Configs.Load(configFile.ToString()), table);
        config = ReplayConfig.AtSpeed(config, speed);
        var snapshot = Configs.Build(config);
        if (snapshot.Find(model) is not { } route)
        {
            throw Configs.Unknown(model, snapshot);
        }

        await using var run = await ReplayRun.StartAsync(
            snapshot, ReplayConfig.TableName, table, "http://127.0.0.1:0", cancellationToken, await KeepAsync(ledger, table.Rows.Count, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        var requests = ReplayBodies.Create(table, model, stream);
        var results = await Progress.ShowAsync(
            $"Replaying {outcomes.Name}", requests.Count, onDone => run.SendAsync(requests, concurrency, onDone, cancellationToken)).ConfigureAwait(false);
        var reference = route.Reference?.Deployments[0].Name ?? new Baselines(table).Strongest;
        var report = ReplayReports.Create(outcomes.Name, ReplayReport.RecordedAnswers, speed, table, results, reference);
        ReplayReportWriter.Write(report, json);
        return report.Errors == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<LedgerWriter?> KeepAsync(string? file, int rows, CancellationToken cancellationToken) => file is null
        ? null
        : await LedgerSetup.StartAsync(new StorageConfig { LedgerFile = file, IsLedgerStated = true, Keep = null }, rows, cancellationToken).ConfigureAwait(false);
}
