using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Learning.Tables.FromLedger;
using Loadline.Testing.Ledger;
using Predicted = Loadline.Core.Predictors.FeatureVector;

namespace Loadline.Learning.Tests.Tables;

/// <summary>What a ledger knows of each decision becomes a row, and what it does not know is counted.</summary>
public sealed class LedgerTableTests : IAsyncDisposable
{
    private const string Body = """{"model":"auto","messages":[{"role":"user","content":"Hello?"}],"tools":[{"type":"function"}]}""";

    // 1 is served by medium, 2 by large (the reference), 17 failed; see LedgerSamples.
    private readonly MemoryLedger _ledger = new(1000);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Write_Audit_GradesServedAndReference()
    {
        await AddAsync(1, Text("Hello?"));
        await AuditAsync(1, 0.25, 0.75);
        var (report, rows) = await WriteAsync();

        var row = Assert.Single(rows);
        Assert.Equal((0.25, 0.75), (row.Outcomes["medium"].Quality, row.Outcomes["large"].Quality));
        var decision = Decision(1);
        Assert.Equal((decision.CostUsd, decision.ReferenceCostUsd), (row.Outcomes["medium"].Cost, row.Outcomes["large"].Cost));
        Assert.Equal((decision.Id, 51, 400.125), (row.Id, row.Outcomes["medium"].OutputTokens, row.Outcomes["medium"].LatencyMs));
        Assert.Equal(("medium", 0.25, 0.02, "key"), (row.Field("served")!.Value.GetString(), row.Field("propensity")!.Value.GetDouble(), row.Field("audit_rate")!.Value.GetDouble(), row.Field("judge")!.Value.GetString()));
        Assert.Equal((1, 1, 0, 1, 1), (report.Read, report.Written, report.WithText, report.WithFeatures, report.Audited));
        Assert.Equal(["large"], report.References);
    }

    [Theory]
    [InlineData(false, null, 0.25)]
    [InlineData(true, null, 0.5)]
    [InlineData(true, "user", 1.0)]
    [InlineData(true, "nobody", 0.25)]
    public async Task Write_AuditAndFeedback_CountsTheOneThatWasPreferred(bool prefer, string? source, double expected)
    {
        await AddAsync(1, Text("Hello?"));
        await AuditAsync(1, 0.25, 0.75);
        await FeedbackAsync(1, 1, "user");
        await FeedbackAsync(1, 0, "tests");
        var (_, rows) = await WriteAsync(new LedgerTableOptions { PreferFeedback = prefer, FeedbackSource = source });

        Assert.Equal(expected, Assert.Single(rows).Outcomes["medium"].Quality);
    }

    [Fact]
    public async Task Write_FeedbackAlone_KnowsOnlyWhatServed()
    {
        await AddAsync(6, Text("Hello?"));
        await FeedbackAsync(6, 0.5, "user");
        var (report, rows) = await WriteAsync();

        Assert.Equal("small", Assert.Single(rows).Outcomes.Single().Key);
        Assert.Equal((Decision(6).Session, 0L), (rows[0].Cluster, report.Audited));
    }

    [Fact]
    public async Task Write_ReferenceServed_HasOneOutcome()
    {
        await AddAsync(2, Text("Hello?"));
        await AuditAsync(2, 1, 1);
        Assert.Equal("large", Assert.Single((await WriteAsync()).Rows).Outcomes.Single().Key);
    }

    [Fact]
    public async Task Write_ContentKept_GivesTheConversation()
    {
        await AddAsync(1, Text("Hello?"), Body);
        await AddAsync(4, Text("Cut"), Body[..40]);
        await AuditAsync(1, 1, 1);
        await AuditAsync(4, 1, 1);

        var (report, rows) = await WriteAsync();
        Assert.Equal("[{\"role\":\"user\",\"content\":\"Hello?\"}]", rows[0].Messages!.Value.GetRawText());
        Assert.NotNull(rows[0].Tools);
        Assert.NotNull(rows[1].Features);
        Assert.Equal((1, 1), (report.WithText, report.WithFeatures));
        Assert.All((await WriteAsync(new LedgerTableOptions { FeaturesOnly = true })).Rows, row => Assert.Null(row.Messages));
    }

    [Fact]
    public async Task Write_WhatCannotBecomeARow_IsCounted()
    {
        await AddAsync(1, Text("Hello?"));                          // nobody graded it
        await AddAsync(2, SignalsOnly());                          // neither text nor features
        await AddAsync(17, Text("Hello?"));                         // no answer
        var other = Text("Hello?");
        other[SignalFeatures.Length] = FeatureSchema.Version + 1;  // features of another schema
        await AddAsync(4, other);
        foreach (var index in new[] { 2, 4, 17 })
        {
            await AuditAsync(index, 1, 1);
        }

        var (report, rows) = await WriteAsync();
        Assert.Empty(rows);
        Assert.Equal((4, 0, 1, 2, 1), (report.Read, report.Written, report.Ungraded, report.Unreadable, report.Unserved));
    }

    private static byte[] SignalsOnly() => new byte[SignalFeatures.Length];

    private static byte[] Text(string text)
    {
        var vector = new Predicted();
        var bytes = Encoding.UTF8.GetBytes(text);
        FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), vector);
        return [.. SignalsOnly(), .. FeatureCode.Encode(vector)];
    }

    private static DecisionRecord Decision(int index) => LedgerSamples.Create(index, LedgerSamples.Start.AddSeconds(index));

    private async Task AddAsync(int index, byte[] features, string? body = null)
    {
        var version = features.Length > SignalFeatures.Length ? SignalFeatures.WithPredictorsVersion : SignalFeatures.SchemaVersion;
        var decision = Decision(index) with { Features = new Core.Ledger.FeatureVector(version, features) };
        await _ledger.Decisions.AppendAsync([new LedgerEntry(decision, body is null ? null : new DecisionContent(Encoding.UTF8.GetBytes(body), default))]);
    }

    private async Task AuditAsync(int index, double served, double reference)
    {
        var decision = Decision(index);
        await _ledger.Audits.AddAsync(new AuditRecord(
            decision.Id, decision.Time, decision.Route, decision.Served ?? "small", "large", served, reference, 0.02, "key", null));
    }

    private async Task FeedbackAsync(int index, double quality, string source)
    {
        var decision = Decision(index);
        await _ledger.Feedback.AddAsync(new FeedbackRecord(decision.Id, decision.Time, quality, source));
    }

    // Written and read again: what is written is a table.
    private async Task<(LedgerTableReport Report, IReadOnlyList<OutcomeRow> Rows)> WriteAsync(LedgerTableOptions? options = null)
    {
        var stream = new MemoryStream();
        LedgerTableReport report;
        using (var writer = new OutcomeWriter(stream))
        {
            report = await new LedgerTable(_ledger, options ?? new LedgerTableOptions()).WriteAsync(LedgerFilter.All, writer);
        }

        using var reader = new OutcomeReader(new MemoryStream(stream.ToArray()), "made");
        return (report, [.. reader.ReadAll()]);
    }
}
