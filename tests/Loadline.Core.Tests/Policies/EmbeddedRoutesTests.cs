using Loadline.Core.Semantics;

namespace Loadline.Core.Tests.Policies;

public sealed class EmbeddedRoutesTests
{
    [Fact]
    public void Of_FewExamples_KeepsTheDefaultThreshold() =>
        Assert.Equal(EmbeddedRoutes.DefaultThreshold, EmbeddedRoutes.Of([[At(0)], [At(90), At(80)]]).FittedThreshold);

    [Fact]
    public void Of_EnoughExamples_ThresholdIsWhatNineInTenReach()
    {
        // Ten examples of one route, nine close together and one far off: the far one is left outside.
        var routes = EmbeddedRoutes.Of([[.. Enumerable.Range(0, 9).Select(i => At(i)), At(60)]]);
        Assert.InRange(routes.FittedThreshold, 0.95f, 1f);
        Assert.True(routes.Find(At(4)).Score >= routes.FittedThreshold);
        Assert.True(routes.Find(At(60)).Score < routes.FittedThreshold);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(80, 1)]
    public void Find_Nearest_IsTheCentroidWithTheSmallestAngle(double degrees, int route)
    {
        var match = EmbeddedRoutes.Of([[At(0)], [At(90)]]).Find(At(degrees));
        Assert.Equal(route, match.Route);
        Assert.Equal(Math.Cos(10 * Math.PI / 180), match.Score, 4);
        Assert.Equal(Math.Cos(80 * Math.PI / 180), match.Second, 4);
    }

    private static float[] At(double degrees) => [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)];
}
