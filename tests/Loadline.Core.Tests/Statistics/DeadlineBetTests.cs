using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Core.Tests.Statistics;

public sealed class DeadlineBetTests
{
    private const int Draws = 4000;

    // d = +0.05 or -0.95 with mean exactly 0: what a route loses is rare and large.
    [Theory]
    [InlineData(200)]
    [InlineData(1000)]
    public void Add_RareLossesWithMeanZero_RejectsNoMoreThanDelta(int rows)
    {
        var rejected = Count(rows, 0.05, random => random.NextDouble() < 0.05 ? -0.95 : 0.05);
        Assert.True(Binomial.AtLeast(rejected, Draws, 0.05) > 0.001, $"{rejected} of {Draws}");
    }

    [Fact]
    public void Add_MeanAboveZero_FindsItNearlyAsOftenAsAZTestWould()
    {
        // A z-test would find a mean of 3 standard errors in 91 % of cases.
        var rejected = Count(1000, 1, random => random.NextDouble() < 0.5 + (1.5 / Math.Sqrt(1000)) ? 1 : -1);
        Assert.True(rejected > 0.86 * Draws, $"{rejected} of {Draws}");
    }

    [Fact]
    public void Add_MoreValuesThanAnnounced_BetsNothingOnThem()
    {
        var bet = new DeadlineBet(1, 0.05, -1, 0.2);
        bet.Add(0.5);
        var wealth = bet.Wealth;
        bet.Add(0.5);
        Assert.Equal(wealth, bet.Wealth);
    }

    [Fact]
    public void Holds_OnePartNotProven_IsFalse()
    {
        var test = new LineTest(new QualityLine(0.5, 0.01), 300, 0.05, LinePrior.Guess(new QualityLine(0.5, 0.01)));
        for (var i = 0; i < 300; i++)
        {
            test.Add(1, 1, i % 10 == 0 ? 1 : 0);
        }

        Assert.True(test.KeepWealth >= 20);
        Assert.False(test.Holds);
    }

    // A coin leaves three quarters to the reference, so no row can lose more than a quarter: bolder stakes find more and err no more.
    [Fact]
    public void Holds_ShareThatIsSurelyTheReferences_BetsBolderAndErrsNoMore()
    {
        var line = new QualityLine(null, 0.02);
        int Proven(double lossRate, double share) => Enumerable.Range(0, Draws / 2).Count(draw =>
        {
            var random = new Xoshiro256((ulong)draw);
            var test = new LineTest(line, 300, 0.05, new LinePrior(0, (0.02 * 0.02) - (0.04 * lossRate / 4) + (lossRate / 16)), share);
            for (var row = 0; row < 300; row++)
            {
                test.Add(1, 1, random.NextDouble() < lossRate ? 0.25 : 0);
            }

            return test.Holds;
        });
        var wrong = Proven(0.08, 0.75);
        Assert.True(Binomial.AtLeast(wrong, Draws / 2, 0.05) > 0.001, $"{wrong} of {Draws / 2}");
        Assert.True(wrong > 0.02 * Draws / 2, $"{wrong} of {Draws / 2}: close to what it may err");
        Assert.True(Proven(0.05, 0.75) > 2 * Proven(0.05, 0));
    }

    private static int Count(int rows, double expectedSquare, Func<Xoshiro256Box, double> draw)
    {
        var rejected = 0;
        for (var i = 0; i < Draws; i++)
        {
            var random = new Xoshiro256Box((ulong)i);
            var bet = new DeadlineBet(rows, 0.05, -1, expectedSquare);
            for (var row = 0; row < rows; row++)
            {
                bet.Add(draw(random));
            }

            rejected += bet.IsRejected ? 1 : 0;
        }

        return rejected;
    }

    private sealed class Xoshiro256Box(ulong seed)
    {
        private Xoshiro256 _random = new(seed);

        public double NextDouble() => _random.NextDouble();
    }
}
