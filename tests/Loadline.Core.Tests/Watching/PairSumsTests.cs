using Loadline.Core.Statistics;
using Loadline.Core.Watching;

namespace Loadline.Core.Tests.Watching;

/// <summary>Intervals hold the truth as often as they say, with strata and without.</summary>
public sealed class PairSumsTests
{
    private const int Runs = 1_000;
    private const int Requests = 1_200;

    // Of common requests the served model fails one in twenty, of rare ones (a tenth) half.
    private const double Kept = (0.9 * 0.95) + (0.1 * 0.5);

    [Theory]
    [InlineData(0.2, 0.2)]
    [InlineData(0.2, 1.0)]
    public void Intervals_OfNinetyFivePercent_HoldTheTruthThatOften(double common, double rare)
    {
        var (kept, lost, saved) = (0, 0, 0);
        for (var run = 1; run <= Runs; run++)
        {
            var sums = Sums(run, common, rare, isWeighted: true);
            kept += Holds(sums.Kept(0.95), Kept);
            lost += Holds(sums.LostShare(0.95), 1 - Kept);
            saved += Holds(sums.SavedEach(0.95), (0.9 * 2) + (0.1 * 5));
        }

        // Normal intervals of a few hundred rows are a little short; Clopper and Pearson's never are.
        Assert.InRange(kept, 0.92 * Runs, 0.985 * Runs);
        Assert.InRange(lost, 0.94 * Runs, Runs);
        Assert.InRange(saved, 0.92 * Runs, 0.985 * Runs);
    }

    // Without weights, audits of strata are about other traffic than there is.
    [Fact]
    public void Kept_StrataNotWeighted_MissesTheTruth() =>
        Assert.True(Enumerable.Range(1, Runs).Sum(run => Holds(Sums(run, 0.2, 1, isWeighted: false).Kept(0.95), Kept)) < 0.5 * Runs);

    [Fact]
    public void Add_NoWeights_IsAsWithWeightsOfOne()
    {
        var plain = new PairSums().Add(1, 1, 1m, 3m).Add(0, 1, 1m, 3.5m).Add(1, 0, null, 3m);
        Assert.Equal(plain, new PairSums().Add(1, 1, 1m, 3m, 1).Add(0, 1, 1m, 3.5m, 1).Add(1, 0, null, 3m, 1));
        Assert.Equal((1.0, 1.0 / 3, 2.25), (plain.Kept(0.95)!.Value.Value, plain.LostShare(0.95)!.Value.Value, plain.SavedEach(0.95)!.Value.Value));
        Assert.Null(new PairSums().LostShare(0.95));
    }

    private static int Holds(Estimate? interval, double truth) => interval!.Value.Low <= truth && truth <= interval.Value.High ? 1 : 0;

    private static PairSums Sums(int run, double common, double rare, bool isWeighted)
    {
        var random = new Xoshiro256((ulong)run);
        var sums = new PairSums();
        for (var i = 0; i < Requests; i++)
        {
            var isRare = random.NextDouble() < 0.1;
            var isRight = random.NextDouble() >= (isRare ? 0.5 : 0.05);
            var cost = (decimal)random.NextDouble();
            var rate = isRare ? rare : common;
            if (random.NextDouble() < rate)
            {
                sums = sums.Add(isRight ? 1 : 0, 1, cost, isRare ? cost + 5 : cost + 2, isWeighted ? Math.Min(common, rare) / rate : 1);
            }
        }

        return sums;
    }
}
