using System.Text.Json;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Storage.Sqlite;

namespace Loadline.Cli.Tests.Quality;

/// <summary><c>loadline whatif</c> on a ledger file.</summary>
public sealed class WhatIfCommandTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public WhatIfCommandTests() => _folder.Write("new.yaml", Texts.Config
        .Replace("    rules:\n      - { name: urgent, when: { priority: critical }, use: large }\n", "", StringComparison.Ordinal)
        .Replace("policy: { kind: tiered, tiers: [ { below: 0.5, use: small }, { use: large } ] }", "policy: { kind: fixed, use: small }", StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatIf_RandomisedLog_EstimatesQualityAndCost()
    {
        await FillAsync(propensity: 0.5);
        var result = await RunAsync("--json");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(400, report.GetProperty("used").GetInt32());
        Assert.Equal("feedback", report.GetProperty("rewards").GetString());
        Assert.Equal(0.6, report.GetProperty("quality").GetProperty("doublyRobust").GetProperty("value").GetDouble(), 0.02);
        Assert.Equal(0.001, report.GetProperty("cost").GetProperty("snips").GetProperty("value").GetDouble(), 1e-9);
        Assert.Contains("other config, doubly robust", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_CertainLog_IsRefused()
    {
        await FillAsync(propensity: 1);
        var result = await RunAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Quality is not estimated", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_NoLedger_SaysSo() => Assert.Equal(2, (await RunAsync()).ExitCode);

    private Task<CliResult> RunAsync(params string[] more) =>
        CliProcess.RunAsync(_folder.Path, ["whatif", "--ledger", "l.db", "--config", "new.yaml", .. more]);

    private async Task FillAsync(double propensity)
    {
        SqliteLibrary.TryLoad(null, out _);
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(_folder.Path, "l.db")));
        await ledger.Decisions.AppendAsync([.. Enumerable.Range(0, 400).Select(i => new LedgerEntry(Decision(i, propensity)))]);
        for (var i = 0; i < 400; i++)
        {
            var decision = Decision(i, propensity);
            await ledger.Feedback.AddAsync(new FeedbackRecord(decision.Id, decision.Time, i % 2 == 0 ? 1 : i % 4 == 1 ? 1 : 0.2, "user"));
        }
    }

    // Every other request went to "small", which got 1 and 0.2 by turns: 0.6.
    private static DecisionRecord Decision(int i, double propensity) => new()
    {
        Id = DecisionId.Create(Start.AddSeconds(i), new Random(i)),
        Time = Start.AddSeconds(i),
        Route = "auto",
        Mode = "enforce",
        Reason = "weighted",
        Candidates = [],
        Signals = new SignalsRecord { Tokens = 12, Turns = 1 },
        Choice = i % 2 == 0 ? "large" : "small",
        Served = i % 2 == 0 ? "large" : "small",
        Reference = "large",
        Propensity = propensity,
        Attempts = [],
        EstimatedInputTokens = 12,
        EstimatedOutputTokens = 100,
        CostUsd = i % 2 == 0 ? 0.01m : 0.001m,
        Outcome = "ok",
    };
}
