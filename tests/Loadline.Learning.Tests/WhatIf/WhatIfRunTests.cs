using System.Text;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Learning.Certification;
using Loadline.Learning.Reports;
using Loadline.Learning.Tests.Support;
using Loadline.Learning.WhatIf;

namespace Loadline.Learning.Tests.WhatIf;

/// <summary>A ledger's requests decided again by another config, with and without their text.</summary>
public sealed class WhatIfRunTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly MemoryLedger _ledger = new(10_000);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    // Short requests do well on "small", long ones only on "large"; each went to either by a fair coin.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_RuleOnTokens_IsDecidedByTextOrSignals(bool hasText)
    {
        await FillAsync(600, hasText);
        var report = await RunAsync("rules: [ { name: long, when: { tokens: \"> 100\" }, use: large } ], policy: { kind: fixed, use: small }");
        Assert.Equal((600, 600, 0), (report.Read, report.Used, report.Unreadable));
        Assert.Empty(report.Quality.Refusals);
        Assert.Equal(0.5, report.Models.Single(model => model.Model == "large").Asked, 1e-9);
        Assert.InRange(report.Quality.DoublyRobust!.Value.Value, 0.95, 1.0001);
        Assert.InRange(report.Quality.Now!.Value.Value, 0.7, 0.8);
        Assert.True(report.Quality.Change!.Value.Low > 0.1);
        Assert.InRange(report.Cost.DoublyRobust!.Value.Value, 0.0050, 0.0060);
        Assert.Contains("\"effectiveSampleSize\"", WhatIfJson.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RuleOnWords_NeedsTheText()
    {
        await FillAsync(100, hasText: false);
        var report = await RunAsync("rules: [ { name: w, when: { keywords: [refund] }, use: large } ], policy: { kind: fixed, use: small }");
        Assert.Equal((100, 0, 100), (report.Read, report.Used, report.Unreadable));
        Assert.NotEmpty(report.Quality.Refusals);
    }

    [Fact]
    public async Task Run_OtherConfigDraws_ItsProbabilitiesCount()
    {
        await FillAsync(600, hasText: true);
        var report = await RunAsync("policy: { kind: weighted, weights: { small: 50, large: 50 } }");
        Assert.InRange(report.Models.Single(model => model.Model == "large").Asked, 0.48, 0.52);
        Assert.InRange(report.Quality.Change!.Value.Value, -0.03, 0.03);
        Assert.True(report.Quality.EffectiveSampleSize > 550);
    }

    [Fact]
    public async Task Run_Observing_TheReferenceWasCertain()
    {
        await FillAsync(300, hasText: true, mode: "observe");
        var report = await RunAsync("policy: { kind: fixed, use: small }");
        Assert.Contains("nothing was ever tried", report.Quality.Refusals[0], StringComparison.Ordinal);
        Assert.Contains("nothing was ever tried", report.Cost.Refusals[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Audits_GradeServedAndReference()
    {
        await FillAsync(600, hasText: true, isGraded: false);
        foreach (var entry in await _ledger.Decisions.ListAsync(new LedgerPage { Limit = 10_000 }))
        {
            var decision = entry.Decision;
            var isLong = decision.EstimatedInputTokens > 100;
            await ((IAuditStore)_ledger).AddAsync(new AuditRecord(
                decision.Id, decision.Time, "auto", decision.Served!, "large", decision.Served == "large" || !isLong ? 1 : 0.5, 1, 1, "key", null));
        }

        var config = Config("policy: { kind: fixed, use: large }");
        var report = await new WhatIfRun(_ledger, await AuditRewards.ReadAsync(_ledger, LedgerFilter.All)).RunAsync(config, "auto", LedgerFilter.All);
        Assert.Equal("audits", report.Rewards);
        Assert.Equal(1, report.Quality.Ips!.Value.Value, 1e-9);
        Assert.Equal(600, report.Quality.EffectiveSampleSize, 1e-6);
    }

    [Fact]
    public async Task Run_RuleOnHeaders_IsRefused()
    {
        var error = await Assert.ThrowsAsync<CertifyException>(() => RunAsync("rules: [ { name: h, when: { header: { x-a: b } }, use: large } ], policy: cheapest"));
        Assert.Contains("Rule h", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CertificateForEachTenant_IsRefused()
    {
        var config = CertifiedSegments.In(Config("quality: { keep: 0.5, segments: tenant }, policy: { kind: fixed, use: small }"), "search");
        var error = await Assert.ThrowsAsync<CertifyException>(() => new WhatIfRun(_ledger, new FeedbackRewards(_ledger)).RunAsync(config, "auto", LedgerFilter.All));
        Assert.Contains("a ledger's rows do not say whose key asked", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_RuleOnPriority_ReadsItFromTheRow(bool hasText)
    {
        await FillAsync(100, hasText, priority: "batch");
        var report = await RunAsync("rules: [ { name: b, when: { priority: batch }, use: large } ], policy: { kind: fixed, use: small }");
        Assert.Equal(1, report.Models.Single(model => model.Model == "large").Asked, 1e-9);
    }

    [Fact]
    public async Task Table_SeveralSettings_AreToldFromOneReading()
    {
        await FillAsync(600, hasText: true);
        var config = Config("rules: [ { name: h, when: { header: { x-a: b } }, use: large } ], policy: { kind: tiered, tiers: [ { below: 0.3, use: small }, { use: large } ] }");
        var settings = WhatIfSettings.Of(config, "auto");
        Assert.Equal(
            ["as configured", "bounds −0.2", "bounds −0.1", "bounds +0.1", "bounds +0.2", "small alone", "large alone"], settings.Select(setting => setting.Name));
        var outcomes = await WhatIfTable.RunAsync(settings, "auto", EntriesAsync(), new FeedbackRewards(_ledger));
        Assert.All(outcomes.Take(5), outcome => Assert.Contains("Rule h", outcome.Refusal, StringComparison.Ordinal));
        Assert.Equal((600, 0.5, 1.0), (outcomes[5].Report!.Used, Math.Round(outcomes[5].Report!.Quality.DoublyRobust!.Value.Value, 1), Math.Round(outcomes[6].Report!.Quality.DoublyRobust!.Value.Value, 1)));
    }

    // A policy that leaves nothing to chance: every candidate was asked about a hundred and fifty requests, and that tells all.
    [Fact]
    public async Task Table_AuditsOfEveryCandidate_NeedNoChance()
    {
        await FillAsync(150, hasText: true, mode: "observe", isGraded: false);
        var audits = (await _ledger.Decisions.ListAsync(new LedgerPage { Limit = 1000 })).Select((entry, i) => new AuditRecord(
            entry.Decision.Id, entry.Decision.Time, "auto", "large", "large", 1, 1, 0.02, "key", null)
        { Details = new AuditDetails { Answers = [new("small", i % 3 == 0 ? 0 : 1, 0.001m), new("large", 1, 0.01m)] } }).ToList();
        audits.Add(audits[0] with { DecisionId = "another", Details = new AuditDetails() });
        var rewards = CandidateRewards.Of(audits);
        Assert.Equal(150, rewards.Decisions.Count);
        var settings = WhatIfSettings.Of(Config("policy: { kind: tiered, tiers: [ { below: 0.3, use: small }, { use: large } ] }"), "auto");
        var small = (await WhatIfTable.RunAsync(settings, "auto", EntriesAsync(), rewards)).Single(outcome => outcome.Setting.Name == "small alone").Report!;
        Assert.Empty(small.Quality.Refusals);
        Assert.Equal(100.0 / 150, small.Quality.DoublyRobust!.Value.Value, 1e-9);
        Assert.Equal(0.001, small.Cost.DoublyRobust!.Value.Value, 1e-9);
    }

    [Fact]
    public async Task Run_KnownPrices_CostTheTokensThatWereUsed()
    {
        await FillAsync(60, hasText: true);
        var report = await RunAsync("policy: { kind: fixed, use: small }");
        Assert.Equal((200 + 100) / 1e6, report.SameTokensCostUsd!.Value, 1e-12);
    }

    private async IAsyncEnumerable<LedgerEntry> EntriesAsync()
    {
        foreach (var entry in await _ledger.Decisions.ListAsync(new LedgerPage { Limit = 1000, WithContent = true }))
        {
            yield return entry;
        }
    }

    private async Task<WhatIfReport> RunAsync(string route) => await new WhatIfRun(_ledger, new FeedbackRewards(_ledger)).RunAsync(Config(route), "auto", LedgerFilter.All);

    private static LoadlineConfig Config(string route)
    {
        var result = ConfigReader.Read(
            "version: 1\nproviders: { sim: { dialect: simulated } }\nmodels: { small: { provider: sim, name: s, price: { input: 1, output: 1 } }, large: { provider: sim, name: l, price: { input: 10, output: 10 } } }\n"
            + "routes: { auto: { pool: [small, large], reference: large, " + route + " } }",
            "new.yaml",
            static _ => null);
        Assert.Empty(result.Errors);
        return result.Config!;
    }

    private async Task FillAsync(int count, bool hasText, string mode = "enforce", bool isGraded = true, string? priority = null)
    {
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            var isLong = i % 2 == 0;
            var served = mode == "observe" || random.NextDouble() < 0.5 ? "large" : "small";
            var decision = Decision(i, served, isLong, mode, priority);
            var body = $"{{\"model\":\"auto\",\"messages\":[{{\"role\":\"user\",\"content\":\"{string.Concat(Enumerable.Repeat("word ", isLong ? 400 : 4))}\"}}]}}";
            await ((IDecisionStore)_ledger).AppendAsync([new LedgerEntry(decision, hasText ? new DecisionContent(Encoding.UTF8.GetBytes(body), default) : null)]);
            if (isGraded)
            {
                await ((IFeedbackStore)_ledger).AddAsync(new FeedbackRecord(decision.Id, decision.Time, served == "large" || !isLong ? 1 : 0, "user"));
            }
        }
    }

    private static DecisionRecord Decision(int i, string served, bool isLong, string mode, string? priority) => new()
    {
        Id = DecisionId.Create(Start.AddSeconds(i), new Random(i)),
        Time = Start.AddSeconds(i),
        Route = "auto",
        Mode = mode,
        Reason = "weighted",
        Candidates = [],
        Signals = new SignalsRecord { Tokens = isLong ? 410 : 12, Turns = 1, Priority = priority },
        Choice = served,
        Served = served,
        Reference = "large",
        Propensity = 0.5,
        Attempts = [],
        EstimatedInputTokens = isLong ? 410 : 12,
        EstimatedOutputTokens = 200,
        Usage = new TokenUsage(200, 0, 0, 100, 0),
        CostUsd = served == "large" ? 0.01m : 0.001m,
        Outcome = "ok",
    };
}
