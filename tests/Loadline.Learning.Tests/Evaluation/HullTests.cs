using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Tests.Evaluation;

public sealed class HullTests
{
    // By hand: (2, .5) lies under the line from (1, .4) to (3, .8); (4, .7) is dearer and worse than (3, .8).
    private static readonly FrontierPoint[] Points = [new(3, 0.8), new(1, 0.4), new(4, 0.7), new(2, 0.5)];

    [Fact]
    public void Of_PointsUnderTheLine_AreLeftOut()
        => Assert.Equal([new FrontierPoint(1, 0.4), new FrontierPoint(3, 0.8)], Hull.Of(Points).Points);

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.4, 1)]
    [InlineData(0.6, 2)]
    [InlineData(0.8, 3)]
    [InlineData(0.81, double.PositiveInfinity)]
    public void CostAt_BetweenCorners_Interpolates(double quality, double cost)
        => Assert.Equal(cost, Hull.Of(Points).CostAt(quality), 9);

    // Trapezium 1 to 3: 2 × .6 = 1.2; flat 3 to 5: 2 × .8 = 1.6; over 5.
    [Fact]
    public void Aiq_ExtendedFlat_IsAreaOverMaxCost() => Assert.Equal(2.8 / 5, Hull.Of(Points).Aiq(5), 9);

    [Fact]
    public void Of_EqualCosts_KeepsTheBetter()
        => Assert.Equal([new FrontierPoint(1, 0.6)], Hull.Of([new(1, 0.5), new(1, 0.6), new(1, 0.1)]).Points);
}
