using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Commands;
using Loadline.Cli.Output;
using Loadline.Core.Checks;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Learning.Calls;
using Loadline.Learning.Collecting;
using Loadline.Learning.Grading;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Cli.Collect;

/// <summary>One collection: a gateway of its own on a free port, called like any client would, by the candidates' own names.</summary>
internal sealed class CollectRun
{
    public required string ConfigPath { get; init; }

    public required string Route { get; init; }

    public required IReadOnlyList<string>? Models { get; init; }

    public required FileInfo Prompts { get; init; }

    public required FileInfo Output { get; init; }

    public required string? Grader { get; init; }

    public required bool Resume { get; init; }

    public required bool AllowUnpriced { get; init; }

    public required bool Yes { get; init; }

    public required bool Json { get; init; }

    public required CollectOptions Options { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!Resume && CollectStore.Exists(Output.FullName))
        {
            throw new UserError($"{Output.Name}, or the journal of a run that was not finished, is there. Go on with --resume, or give another name to -o.");
        }

        var snapshot = Configs.Build(Configs.Load(ConfigPath));
        var candidates = CollectCandidates.Find(snapshot, Route, Models, AllowUnpriced);
        var (all, byDefault) = OutcomesGraders.Find(snapshot.Config.Graders, null, Grader);
        var definitions = CollectCandidates.Impartial(snapshot, all, byDefault, candidates);
        using var store = new CollectStore(Output.FullName);
        if (!Confirm(CollectEstimator.Estimate(
            Prompts.FullName, candidates, store, Options, CollectCandidates.JudgePricing(snapshot, definitions, byDefault), Verdicts(definitions))))
        {
            return ExitCodes.Done;
        }

        return await CollectAsync(snapshot, candidates, definitions, byDefault, store, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> CollectAsync(
        RuntimeSnapshot snapshot, IReadOnlyList<CollectCandidate> candidates, IReadOnlyList<GraderDefinition> definitions, string? byDefault,
        CollectStore store, CancellationToken cancellationToken)
    {
        await using var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(snapshot),
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
        });
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var caller = new ChatCaller(http, new Uri(address, "/v1/chat/completions"), apiKey: null, TimeProvider.System, new Random());
        var cap = new SpendingCap(Options.MaxUsd);
        var graders = OutcomesGraders.Create(definitions, byDefault, model => Judge(snapshot, caller, cap, model), Prompts.DirectoryName!);
        var collector = new Collector(candidates, store, caller, graders, cap, Options, TimeProvider.System);
        var report = await Progress.ShowAsync(
            $"Collecting from {candidates.Count} models", CountRows(), onRow => collector.RunAsync(Prompts.FullName, onRow, cancellationToken)).ConfigureAwait(false);
        store.Finish(CollectHeader.Create(candidates, definitions), Prompts.FullName, [.. candidates.Select(candidate => candidate.Name)]);
        Write(report);
        return report is { Stopped: null, Failed: 0, Grades.Failed: 0 } ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static CappedJudge Judge(RuntimeSnapshot snapshot, ChatCaller caller, SpendingCap cap, string model)
    {
        var judge = new HttpJudge(caller, model);
        return new CappedJudge(judge, new JudgePricing(CollectCandidates.Price(snapshot, model)), cap, () => judge.CostUsd);
    }

    private static int Verdicts(IReadOnlyList<GraderDefinition> definitions) => definitions.Any(grader => grader.Kind == "pairwise") ? 2 : 1;

    private int CountRows()
    {
        using var reader = Core.Outcomes.OutcomeReader.Open(Prompts.FullName, Collector.PromptOptions);
        while (reader.Read())
        {
        }

        return (int)reader.Rows;
    }

    private bool Confirm(CollectEstimate estimate)
    {
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{estimate.Rows:N0} prompts, {estimate.Calls:N0} calls to make ({estimate.Done:N0} done, {estimate.ToGrade:N0} to grade). "
            + $"About ${estimate.ExpectedUsd:0.####} for answers, ${estimate.JudgeUsd:0.####} for judges; at most ${estimate.MostUsd:0.####} for answers. "
            + $"The run stops before ${Options.MaxUsd:0.####}."));
        foreach (var (model, usd) in estimate.ByModel)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {model}: about ${usd:0.####}"));
        }

        if (Yes || estimate is { Calls: 0, ToGrade: 0 })
        {
            return true;
        }

        if (Console.IsInputRedirected)
        {
            throw new UserError("Nothing was asked. Begin with --yes.");
        }

        Console.Error.Write("Begin? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private void Write(CollectReport report)
    {
        if (Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, OutcomesJsonContext.Default.CollectReport));
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Answered:N0} answers, {report.Failed:N0} calls failed, ${report.SpentUsd:0.######} spent. Written: {Output.Name}"));
        OutcomesGrade.Write(report.Grades, json: false);
        foreach (var (model, error) in report.GivenUp)
        {
            Console.WriteLine($"{model} failed again and again and was asked no more: {error}");
        }

        foreach (var error in report.Errors)
        {
            Console.WriteLine("  " + error);
        }

        if (report.Stopped is { } reason)
        {
            Console.WriteLine($"Stopped before the end: {reason}. Go on with --resume.");
        }
    }
}
