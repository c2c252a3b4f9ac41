using Loadline.Core.Statistics;
using Loadline.Core.Watching;

namespace Loadline.Core.Tests.Watching;

/// <summary>The watch's bet: wrong with its probability at most, and fast. The full measurement is `Loadline.Quality watch`.</summary>
public sealed class ChangeBetTests
{
    private const double Delta = 0.05;
    private const int Runs = 2_000;

    // Values of 1 and -0.5 with mean 0: H0 holds, just so. The expected share of alarms is below δ at any horizon.
    [Theory]
    [InlineData(1.0, -0.5)]
    [InlineData(0.05, -0.95)]
    [InlineData(20.0, -20.0)]
    public void Add_MeanZero_AlarmsNoMoreThanDelta(double gain, double loss)
    {
        var alarms = Enumerable.Range(1, Runs).Count(run => AlarmAt(run, gain, loss, chance: -loss / (gain - loss), most: 2_000) is not null);
        Assert.True(Binomial.AtLeast(alarms, Runs, Delta) > 0.001, $"{alarms} of {Runs}");
    }

    // What the same count would be, were the alarm raised at a tenth of the wealth: the test above can fail.
    [Fact]
    public void Add_MeanBelowZero_AlarmsAlmostAlways()
    {
        var alarms = Enumerable.Range(1, 200).Count(run => AlarmAt(run, 1, -0.5, chance: 0.25, most: 2_000) is not null);
        Assert.True(alarms >= 198, $"{alarms} of 200");
    }

    // A decline after long health: what was bet while all was well is not gone. Fixed stakes took 418 here (prototype of the same world).
    [Theory]
    [InlineData(2_000, 330)]
    [InlineData(20_000, 420)]
    public void Add_DeclineAfterLongHealth_IsFoundFast(int healthy, int most)
    {
        var delays = Enumerable.Range(1, 200).Select(run =>
        {
            var (random, bet) = (new Xoshiro256((ulong)run), new ChangeBet(1));
            for (var i = 0; ; i++)
            {
                bet.Add(Pair(ref random, i < healthy ? 0.96 : 0.86));
                if (i >= healthy && bet.Wealth * Delta >= 1)
                {
                    return i - healthy;
                }
            }
        }).Order().ToList();
        Assert.True(delays[100] <= most, $"median {delays[100]}");
    }

    [Fact]
    public void Add_TheLargestValueForEver_NeverEndsBelowZero()
    {
        var bet = new ChangeBet(0.05);
        for (var i = 0; i < 500; i++)
        {
            bet.Add(i < 100 ? -0.95 : 0.05);
            Assert.True(bet.Wealth > 0);
        }
    }

    [Fact]
    public void State_ReadAgainAfterEveryValue_IsTheSameBet()
    {
        var (random, whole, parts) = (new Xoshiro256(5), new ChangeBet(1), (BetState?)null);
        for (var i = 0; i < 700; i++)
        {
            var value = Pair(ref random, i < 300 ? 0.97 : 0.9);
            whole.Add(value);
            var part = new ChangeBet(1, parts);
            part.Add(value);
            parts = part.State;
            Assert.Equal(whole.Wealth, part.Wealth);
        }

        Assert.Equal(700, whole.Seen);
    }

    // Ledgers of the version before hold two fixed stakes' wealth: none of it may be made or lost.
    [Fact]
    public void State_OfFixedStakesAlone_KeepsItsWealth()
    {
        var bet = new ChangeBet(1, new BetState([3, 5], [0.2, 0.4], 0));
        Assert.Equal(0.5 * (4 + 0.3 + 1), bet.Wealth, 12);
    }

    private static int? AlarmAt(int run, double gain, double loss, double chance, int most)
    {
        var random = new Xoshiro256((ulong)run);
        var bet = new ChangeBet(Math.Max(gain, 1));
        for (var i = 1; i <= most; i++)
        {
            bet.Add(random.NextDouble() < chance ? gain : loss);
            if (bet.Wealth * Delta >= 1)
            {
                return i;
            }
        }

        return null;
    }

    // The reference is right on nine of ten, the served model alone on one of fifty.
    private static double Pair(ref Xoshiro256 random, double kept)
    {
        var u = random.NextDouble();
        return u < 0.92 - (0.9 * kept) ? -0.95 : u < 0.9 ? 0.05 : u < 0.92 ? 1 : 0;
    }
}
