using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Loadline.Cli.Commands;
using Loadline.Core.Decisions;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Learning.Training;
using Loadline.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using RoutingContext = Loadline.Core.Routing.RoutingContext;

namespace Loadline.Extensions.AI.Tests;

/// <summary>One config, one artifact, one request: the library, <c>loadline route</c> and the gateway must decide alike.</summary>
public sealed class SameDecisionTests
{
    private const int Requests = 1_000;

    private const string Yaml = """
        version: 1
        providers: { simulated: { dialect: simulated }, home: { dialect: simulated, residency: on-premises } }
        models:
          small: { price: { input: 0.05, output: 0.40 }, context: 8k, can: [schema], deployments: [ { provider: home, name: small } ] }
          middle: { price: { input: 0.5, output: 2 }, context: 64k, can: [tools, schema], deployments: [ { provider: home, name: middle }, { provider: simulated, name: middle } ] }
          large: { price: { input: 5, output: 20 }, context: 400k, can: [tools, images, audio, schema, reasoning], deployments: [ { provider: simulated, name: large } ] }
          large-high: { use: large, effort: high }
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            policy: { kind: predictive, artifact: auto.policy }
          ruled:
            pool: [small, middle, large, large-high]
            reference: large
            mode: enforce
            quality: uncertified
            policy: { kind: tiered, tiers: [ { below: 0.25, use: small }, { below: 0.5, use: middle }, { use: large } ] }
            rules:
              - { name: private, when: { pii: [email, card, iban] }, pool: [small, middle], residency: on-premises, policy: cheapest }
              - { name: team, when: { header: { x-team: research } }, use: large-high }
              - { name: meta, when: { metadata: { tier: gold } }, use: large }
              - { name: long, when: { tokens: "> 3k" }, use: middle }
              - { name: turns, when: { turns: ">= 4" }, use: middle }
              - { name: proof, when: { all: [ { task: math }, { language: en } ] }, use: large }
              - { name: german, when: { language: de }, use: middle }
              - { name: code, when: { code: ">= 0.5" }, use: middle }
              - { name: words, when: { keywords: [contract, lawsuit] }, use: large }
          watched:
            pool: [small, middle, large]
            reference: large
            policy: cheapest
            limits: { max_cost_usd: 0.05 }
        """;

    [Fact]
    public async Task Decide_AThousandRequests_LibraryCommandLineAndGatewayAgree()
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("auto.policy"), PolicyArtifactFile.Write(Train()));
        await File.WriteAllTextAsync(folder.File("loadline.yaml"), Yaml);
        var snapshot = Configs.Build(Configs.Load(folder.File("loadline.yaml")));
        using var client = new LoadlineChatClient(new LoadlineOptions { ConfigPath = folder.File("loadline.yaml"), HotReload = false });
        await using var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(Configs.Build(Configs.Load(folder.File("loadline.yaml")))),
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
        });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var log = app.Services.GetRequiredService<IDecisionLog>();
        var context = new RoutingContext();
        var random = new Random(20261121);
        var seen = new HashSet<string>();
        for (var i = 0; i < Requests; i++)
        {
            var request = RandomRequest.Draw(random);

            // Text may be written with escapes or without; tools and schemas are counted as the JSON they are, so they are written one way.
            var isPlain = i % 2 == 0 || request.Options.Tools is not null || request.Options.ResponseFormat is not null;
            var body = Encoding.UTF8.GetBytes(request.Body.ToJsonString(new() { Encoder = isPlain ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null }));
            var byLibrary = Tell(() => client.Decide(request.Messages, request.Options));
            var byCommand = Tell(() => Route(context, snapshot, body, request.Headers));
            var byGateway = await AskAsync(http, log, body, request);
            Assert.Equal($"{i}: {byCommand}", $"{i}: {byLibrary}");
            Assert.Equal($"{i}: {byCommand}", $"{i}: {byGateway}");
            seen.Add(byLibrary.Split('|')[0]);
        }

        // A property that holds of one case only would be no property.
        Assert.True(seen.Count >= 15, string.Join('\n', seen));
    }

    // What a decision is: reason, choice and the estimates it was made with.
    private static string Tell(Func<DecisionRecord?> decide)
    {
        try
        {
            return decide() is { } record ? Tell(record) : "none";
        }
        catch (LoadlineException error) when (error.Code == "no_eligible_candidate")
        {
            return "none";
        }
    }

    private static string Tell(DecisionRecord record) =>
        $"{record.Route} {record.Reason} {record.Choice}|{record.RouteDigest} in={record.EstimatedInputTokens} out={record.EstimatedOutputTokens} "
        + string.Join(' ', record.Candidates.Select(candidate => $"{candidate.Model}:{candidate.EstimatedCostUsd:R}:{string.Join('+', candidate.ExcludedBecause)}"));

    private static DecisionRecord? Route(RoutingContext context, RuntimeSnapshot snapshot, byte[] body, IReadOnlyDictionary<string, string> headers)
    {
        var status = RouteCommand.Decide(context, snapshot, body, new GivenHeaders(headers.Select(header => header.Key + ": " + header.Value)));
        return status == RoutingStatus.Decided
            ? new FinishedDecision(context, new FinishedRequest { Id = "", Time = default, Served = -1, Attempts = [] }).ToRecord()
            : null;
    }

    private static async Task<string> AskAsync(HttpClient http, IDecisionLog log, byte[] body, RandomRequest asked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in asked.Headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            Assert.Contains("no_eligible_candidate", text, StringComparison.Ordinal);
            return "none";
        }

        // The record is written just after the answer's last byte.
        var id = response.Headers.GetValues("x-loadline-decision").Single();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (log.Find(id) is null)
        {
            await Task.Delay(1, limit.Token);
        }

        return Tell(log.Find(id)!);
    }

    private static PolicyArtifact Train()
    {
        var random = new Random(7);
        var table = OutcomeMatrix.Of(new OutcomeTable([.. Enumerable.Range(0, 400).Select(i => Row(i, random))]), "synthetic");
        return Trainer.Train(table, RowFeatures.Of(table.Rows), [.. Enumerable.Range(0, table.Count)], new TrainingOptions { Reference = "large" }).Artifact;
    }

    // Hard rows are sums, which only the large model gets right.
    private static OutcomeRow Row(int i, Random random)
    {
        var isHard = random.Next(2) == 0;
        return new OutcomeRow
        {
            Id = $"row/{i}",
            Prompt = isHard ? $"Please calculate the sum of {random.Next(1000)} and {random.Next(1000)}, then multiply by {i}." : RandomRequest.Text(random),
            Outcomes = new Dictionary<string, Outcome>
            {
                ["small"] = new() { Quality = isHard ? 0 : 1, Cost = 0.1m },
                ["large"] = new() { Quality = random.Next(20) == 0 ? 0 : 1, Cost = 1m },
            },
        };
    }
}
