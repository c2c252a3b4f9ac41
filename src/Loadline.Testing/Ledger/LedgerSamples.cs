using System.Globalization;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Testing.Ledger;

/// <summary>Decisions such as a busy day makes: several models, failovers, failures, streams; the same for the same numbers.</summary>
public static class LedgerSamples
{
    /// <summary>When the first one arrived.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 22, 58, 30, 250, TimeSpan.Zero);

    private static readonly string[] Models = ["small", "medium", "large"];
    private static readonly ModelPrice[] Prices = [new(0.05m, 0.4m), new(0.25m, 2m, 0.025m), new(1.25m, 10m, 0.125m, 1.5m)];

    /// <summary>Makes the given number of rows, one every <paramref name="step"/>.</summary>
    public static List<LedgerEntry> Many(int count, TimeSpan step, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(index => new LedgerEntry(Create(index, Start + (step * index))))];

    /// <summary>Makes one decision.</summary>
    /// <param name="index">Which one: gives its model, tokens, outcome and the chance in its id.</param>
    /// <param name="time">Its arrival.</param>
    public static DecisionRecord Create(int index, DateTimeOffset time)
    {
        var model = index % 3;
        var failed = index % 17 == 0;
        var retried = index % 11 == 0;
        var usage = failed ? null : (TokenUsage?)new TokenUsage(100 + (index % 900), model == 0 ? 0 : 10, model == 2 ? 5 : 0, 50 + (index % 250), index % 7);
        List<AttemptRecord> attempts = [];
        if (retried)
        {
            attempts.Add(new AttemptRecord(Models[model], "spare/" + Models[model], "upstream_timeout", 0, 1000.5, 1000.5, null, null) { Price = Prices[model] });
        }

        attempts.Add(Attempt(model, failed, usage));
        return new DecisionRecord
        {
            Id = DecisionId.Create(time, new Random(index)),
            Time = time,
            Generation = 1 + (index / 1000),
            Route = index % 5 == 0 ? "support" : "auto",
            RouteDigest = index % 5 == 0 ? "d1" : "d2",
            Mode = "enforce",
            Quality = "uncertified",
            Rule = index % 4 == 0 ? "long" : null,
            Reason = index % 4 == 0 ? "rule:long" : "tiered",
            Candidates =
            [
                new CandidateRecord("small", true, [], 0.000012345, true) { PredictedQuality = index % 4 == 0 ? null : 0.81234, PredictedCost = index % 3 == 0 ? null : 0.01234 },
                new CandidateRecord("medium", model != 0, model != 0 ? [] : ["context too small", "no tools"], 0.00012, true) { PredictedQuality = index % 4 == 0 ? null : 0 },
                new CandidateRecord("large", true, [], null, index % 2 == 0),
            ],
            Signals = Signals(index),
            Choice = Models[model],
            Served = index % 101 == 100 ? null : Models[model],
            ServedAs = index % 101 == 100 ? null : index % 13 == 0 ? ServedRoles.Downgrade : ServedRoles.Choice,
            Reference = "large",
            Propensity = index % 2 == 0 ? 1 : 0.25,
            Caller = index % 3 == 0 ? (index % 50).ToString("x32", CultureInfo.InvariantCulture) : null,
            Session = index % 6 == 0 ? (index / 6).ToString("x32", CultureInfo.InvariantCulture) : null,
            Features = new FeatureVector(1, new byte[] { 1, 2, (byte)index, 0, 255 }),
            Attempts = attempts,
            EstimatedInputTokens = 90 + (index % 900),
            EstimatedOutputTokens = 256,
            Usage = usage,
            CostUsd = usage is { } used ? Prices[model].Cost(used) : null,
            ReferenceCostUsd = usage is { } same ? Prices[2].Cost(same) : null,
            ChoiceCostUsd = usage is { } again ? Prices[model].Cost(again) : null,
            Dialect = index % 4 == 0 ? "anthropic" : "openai-chat",
            Losses = index % 8 == 0 ? [new ConversionNote("dropped", "top_k", "has no counterpart there")] : [],
            Stream = index % 2 == 0,
            Status = failed ? 502 : 200,
            Outcome = failed ? "upstream_broken" : "ok",
            OverheadMicroseconds = 50.25 + (index % 100),
            DurationMs = 400.125 + (index % 1000),
        };
    }

    private static AttemptRecord Attempt(int model, bool failed, TokenUsage? usage) => new(
        Models[model], "main/" + Models[model], failed ? "upstream_broken" : "ok", failed ? 0 : 200, 200.5, 400.125, usage,
        usage is { } used ? Prices[model].Cost(used) : null)
    {
        Price = Prices[model],
    };

    private static SignalsRecord Signals(int index) => new()
    {
        Tokens = 90 + (index % 900),
        Turns = 1 + (index % 4),
        Task = index % 2 == 0 ? "code" : null,
        Complexity = 0.317,
        ComplexityParts = new Dictionary<string, double> { ["length"] = 0.2, ["task"] = 0.117 },
        Pii = index % 9 == 0 ? ["email"] : null,
        Tools = index % 3,
        Schema = index % 8 == 0,
    };
}
