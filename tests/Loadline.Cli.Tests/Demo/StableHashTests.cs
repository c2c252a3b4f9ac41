using Loadline.Cli.Demo;

namespace Loadline.Cli.Tests.Demo;

public sealed class StableHashTests
{
    /// <summary>Pins the function: another machine, or another release, has to draw the same world.</summary>
    [Fact]
    public void Of_KnownNames_NeverChanges() => Assert.Equal(3977072112061939747UL, StableHash.Of(1, "demo/001", "sim-small", "quality"));

    [Fact]
    public void Of_NamesJoinedDifferently_Differ()
        => Assert.NotEqual(StableHash.Of(1, "ab", "c", "x"), StableHash.Of(1, "a", "bc", "x"));

    [Fact]
    public void Uniform_ManyNames_FillsTheUnitIntervalEvenly()
    {
        var bins = new int[10];
        for (var i = 0; i < 10_000; i++)
        {
            bins[(int)(10 * StableHash.Uniform(7, $"demo/{i:000}", "sim-large", "quality"))]++;
        }

        // Each bin expects 1000 with a standard deviation of 30.
        Assert.All(bins, count => Assert.InRange(count, 850, 1150));
    }
}
