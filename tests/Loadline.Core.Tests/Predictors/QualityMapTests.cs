using Loadline.Core.Predictors;

namespace Loadline.Core.Tests.Predictors;

public sealed class QualityMapTests
{
    [Theory]
    [InlineData(0.2f, 0.1f)]
    [InlineData(0.4f, 0.3f)]
    [InlineData(0.5f, 0.45f)]
    [InlineData(0.6f, 0.6f)]
    [InlineData(0.7f, 0.7f)]
    public void Apply_BetweenAndBeyondKnots_IsTheLineByHand(float from, float to)
    {
        var map = new QualityMap { Knots = 2, From = [0.4f, 0.6f], To = [0.3f, 0.6f] };
        float[] quality = [from];
        map.Apply(quality);
        Assert.Equal(to, quality[0], 5);
    }
}
