using Loadline.Core.Statistics;

namespace Loadline.Core.Tests.Statistics;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.6448536269514722, 0.95)]
    [InlineData(-2.326347874040841, 0.01)]
    [InlineData(-6, 9.865876450376946e-10)]
    public void Cumulative_KnownValues_Agrees(double x, double p) => Assert.Equal(p, Normal.Cumulative(x), p * 1e-9);

    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.975)]
    public void Quantile_OfCumulative_IsTheSame(double p) => Assert.Equal(p, Normal.Cumulative(Normal.Quantile(p)), 1e-8);

    [Theory]
    [InlineData(1, 10, 0.1, 0.6513215599)]
    [InlineData(3, 10, 0.5, 0.9453125)]
    [InlineData(600, 10000, 0.05, 4.2e-6)]
    public void AtLeast_KnownValues_Agrees(int hits, int count, double p, double expected) =>
        Assert.Equal(expected, Binomial.AtLeast(hits, count, p), expected < 1e-3 ? 3e-6 : 1e-9);

    [Fact]
    public void Bounds_NoneOfHundred_IsTheRuleOfThree()
    {
        Assert.Equal(1 - Math.Pow(0.05, 0.01), Binomial.UpperBound(0, 100, 0.05), 1e-9);
        Assert.Equal(0, Binomial.LowerBound(0, 100, 0.05));
    }
}
