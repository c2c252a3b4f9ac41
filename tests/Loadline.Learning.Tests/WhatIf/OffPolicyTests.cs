using Loadline.Core.Statistics;
using Loadline.Learning.WhatIf;

namespace Loadline.Learning.Tests.WhatIf;

/// <summary>Estimates that can be computed by hand, refusals, and how often intervals hold the truth.</summary>
public sealed class OffPolicyTests
{
    private const double Z = 1.959963984540054;

    // Five rows, fifty times: "small" thrice at 0.5, "large" twice at 0.75, each drawn with probability one half; asked: always "large".
    // Weights 0, 0, 0, 2, 2. IPS = (2 · 0.75 + 2 · 0.75) / 5 = 0.6; SNIPS = 3 / 4; the model is exact, so DR = 0.75; served (1.5 + 1.5) / 5.
    [Fact]
    public void Estimate_FiveRowsByHand_AllThreeEstimators()
    {
        var estimate = OffPolicy.Estimate(Pattern(50), static row => row.Quality);
        Assert.Empty(estimate.Refusals);
        Assert.Equal(0.6, estimate.Ips!.Value.Value, 1e-12);
        Assert.Equal(0.75, estimate.Snips!.Value.Value, 1e-12);
        Assert.Equal(0.75, estimate.DoublyRobust!.Value.Value, 1e-6);
        Assert.Equal(0.6, estimate.Now!.Value.Value, 1e-12);
        Assert.Equal(0.15, estimate.Change!.Value.Value, 1e-6);
        Assert.Equal((0.8, 2.0, 100.0, 100), (estimate.MeanWeight, estimate.LargestWeight, estimate.EffectiveSampleSize, estimate.Known));

        // Errors of IPS: three times 0.6², twice 0.9², fifty times: 135; with 250/249, its root over 250 rows.
        var half = Z * Math.Sqrt(135.0 * 250 / 249) / 250;
        Assert.Equal(0.6 - half, estimate.Ips.Value.Low, 1e-9);
        Assert.Equal(0.6 + half, estimate.Ips.Value.High, 1e-9);
    }

    [Fact]
    public void Estimate_RowsInSessions_CountsSessions()
    {
        List<LoggedRow> rows = [.. Enumerable.Range(0, 400).Select(i => Row(i, i % 2 == 0 ? "large" : "small", 0.5, "large", [new Seen(i % 2 == 0 ? "large" : "small", 1, true, i % 4 / 4.0)]))];
        var alone = OffPolicy.Estimate(rows, static row => row.Quality);
        var paired = OffPolicy.Estimate([.. rows.Select((row, i) => row with { Cluster = "s" + (i % 200) })], static row => row.Quality);

        // Row i and row i + 200 are alike: a session of two says no more than one row.
        Assert.Equal(alone.Ips!.Value.Value, paired.Ips!.Value.Value, 1e-12);
        Assert.Equal(200, alone.EffectiveSampleSize, 1e-9);
        Assert.Equal(100, paired.EffectiveSampleSize, 1e-9);
        Assert.Equal(Math.Sqrt(2), Width(paired.Ips.Value) / Width(alone.Ips.Value), 0.01);
    }

    [Fact]
    public void Estimate_DeterministicLog_IsRefusedUnlessNothingChanges()
    {
        var log = Pattern(50).Select(row => row with { Propensity = 1 }).ToList();
        var refused = OffPolicy.Estimate(log, static row => row.Quality);
        Assert.Contains("60.0% of the requests would go where nothing was ever tried on such requests (large)", refused.Refusals[0], StringComparison.Ordinal);
        Assert.Null(refused.Ips);
        var same = OffPolicy.Estimate([.. log.Select(row => row with { Asked = [new(row.Chosen, 1)] })], static row => row.Quality);
        Assert.Empty(same.Refusals);
        Assert.Equal(0, same.Change!.Value.Value, 1e-9);
    }

    // A re-run of the reference is known whatever was chosen: at a rate of one half each stands for two.
    [Fact]
    public void Estimate_AuditedReference_NeedsNoRandomChoice()
    {
        List<LoggedRow> rows = [.. Enumerable.Range(0, 400).Select(i => Row(i, "small", 1, "large", i % 2 == 0
            ? [new Seen("small", 0.5, true, 0.5), new Seen("large", 0.5, false, i % 4 == 0 ? 1 : 0.5)] : []))];
        var estimate = OffPolicy.Estimate(rows, static row => row.Quality);
        Assert.Empty(estimate.Refusals);
        Assert.Equal(0.75, estimate.Ips!.Value.Value, 1e-12);
        Assert.Equal(0.5, estimate.Now!.Value.Value, 1e-12);
    }

    [Fact]
    public void Estimate_WhatTheLogCannotTell_IsRefused()
    {
        static string Why(IReadOnlyList<LoggedRow> rows) => string.Join(" ", OffPolicy.Estimate(rows, static row => row.Quality).Refusals);
        Assert.Contains("20 sessions are too few", Why(Pattern(4)), StringComparison.Ordinal);
        Assert.Contains("as much as 80 sessions", Why(Pattern(40)), StringComparison.Ordinal);
        Assert.Contains("(huge)", Why([.. Pattern(50).Select(row => row with { Asked = [new("huge", 1)] })]), StringComparison.Ordinal);
        Assert.Contains("no request has a grade", Why([.. Pattern(50).Select(row => row with { Quality = [] })]), StringComparison.Ordinal);

        // Recorded as drawn with 0.1, drawn with 0.4: the weights add up to four times the rows.
        Assert.Contains("The mean weight is 4.000", Why([.. Pattern(200).Select(row => row with { Propensity = 0.1 })]), StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_SimulatedSessions_IntervalsHoldTheTruth()
    {
        const int Runs = 400;
        int ips = 0, snips = 0, robust = 0, naive = 0;
        double robustWidth = 0, ipsWidth = 0;
        for (var run = 0; run < Runs; run++)
        {
            var rows = Simulate(new Random(run), out var truth);
            var estimate = OffPolicy.Estimate(rows, static row => row.Quality);
            Assert.Empty(estimate.Refusals);
            ips += Holds(estimate.Ips, truth);
            snips += Holds(estimate.Snips, truth);
            robust += Holds(estimate.DoublyRobust, truth);
            ipsWidth += Width(estimate.Ips!.Value);
            robustWidth += Width(estimate.DoublyRobust!.Value);
            var same = rows.Where(row => row.Asks(row.Chosen) > 0).Select(row => row.Quality[0].Value).ToList();
            naive += Math.Abs(same.Average() - truth) < Z * 0.5 / Math.Sqrt(same.Count) ? 1 : 0;
        }

        // 95 % are asked for; below 92 % a fair interval would fall once in two hundred such tests.
        Assert.All(new[] { ips, snips, robust }, held => Assert.True(Binomial.AtLeast(Runs - held, Runs, 0.05) > 0.005, $"{held} of {Runs}"));
        Assert.True(robustWidth < 0.9 * ipsWidth, $"{robustWidth / ipsWidth:0.00}");
        Assert.True(naive < Runs / 2, $"{naive} of {Runs}: the mean over requests that happened to go the same way is not an estimate");
    }

    private static int Holds(Interval? interval, double truth) => interval!.Value.Low <= truth && truth <= interval.Value.High ? 1 : 0;

    private static double Width(Interval interval) => interval.High - interval.Low;

    // Most requests, and nearly all hard ones, went to "large"; sessions have a temper of their own. Asked: hard ones to "large", easy ones to "small".
    private static List<LoggedRow> Simulate(Random random, out double truth)
    {
        var rows = new List<LoggedRow>();
        for (var session = 0; session < 250; session++)
        {
            var temper = 0.3 * (random.NextDouble() - 0.5);
            for (var i = 0; i < 4; i++)
            {
                var isHard = random.NextDouble() < 0.4;
                var large = isHard ? 0.9 : 0.7;
                var chosen = random.NextDouble() < large ? "large" : "small";
                var quality = Math.Clamp(Mean(chosen, isHard) + temper + (0.1 * (random.NextDouble() - 0.5)), 0, 1);
                rows.Add(new LoggedRow
                {
                    Cluster = "s" + session,
                    Chosen = chosen,
                    Propensity = chosen == "large" ? large : 1 - large,
                    Asked = [new(isHard ? "large" : "small", 1)],
                    Quality = [new Seen(chosen, 1, true, quality)],
                    Features = [1, isHard ? 1 : 0],
                });
            }
        }

        truth = (0.4 * Mean("large", true)) + (0.6 * Mean("small", false));
        return rows;
    }

    private static double Mean(string model, bool isHard) => (model, isHard) switch
    {
        ("large", true) => 0.45,
        ("large", false) => 0.8,
        (_, true) => 0.25,
        _ => 0.8,
    };

    private static List<LoggedRow> Pattern(int times) => [.. Enumerable.Range(0, times * 5).Select(i => i % 5 < 3
        ? Row(i, "small", 0.5, "large", [new Seen("small", 1, true, 0.5)])
        : Row(i, "large", 0.5, "large", [new Seen("large", 1, true, 0.75)]))];

    private static LoggedRow Row(int i, string chosen, double propensity, string asked, IReadOnlyList<Seen> quality) => new()
    {
        Cluster = "r" + i,
        Chosen = chosen,
        Propensity = propensity,
        Asked = [new(asked, 1)],
        Quality = quality,
    };
}
