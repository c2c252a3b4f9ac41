using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

public sealed class CalibratorTests
{
    private const int Rows = 4000;
    private static readonly float[] Expected = [.. Enumerable.Range(0, Rows).Select(i => (i * 7919 % Rows) / (float)Rows)];

    // Right with probability p², where p was expected.
    private static readonly float[] Targets = Draw(p => p * p);

    [Fact]
    public void Fit_ExpectationsTooHigh_FollowsWhatHappened()
    {
        float[] quality = [0.5f];
        Calibrator.Fit(Expected, Targets, 1, [.. Enumerable.Range(0, Rows)]).Apply(quality);
        Assert.InRange(quality[0], 0.18f, 0.32f);
    }

    [Fact]
    public void Fit_NoisyBins_NeverFalls()
    {
        var map = Calibrator.Fit(Expected, Draw(_ => 0.5f), 1, [.. Enumerable.Range(0, Rows)]);
        Assert.Equal(map.To.Order(), map.To);
    }

    [Fact]
    public void Fit_SameExpectationForAll_LeavesItAlone()
        => Assert.Equal(0, Calibrator.Fit(new float[Rows], Targets, 1, [.. Enumerable.Range(0, Rows)]).Knots);

    private static float[] Draw(Func<float, float> probability)
    {
        var random = new Random(5);
        return [.. Expected.Select(p => random.NextDouble() < probability(p) ? 1f : 0f)];
    }
}
