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
