using Loadline.Core.Limits;

namespace Loadline.Core.Tests.Limits;

/// <summary>The limit against a made-up server whose latency grows once it has more than it can do.</summary>
public sealed class GradientLimitTests
{
    [Fact]
    public void Sampled_ServerOfTwentyAtOnce_SettlesNearIt()
    {
        var limit = Run(new GradientLimit(5, 1000), capacity: 20, steps: 4000);
        Assert.InRange(limit.Value, 20, 60);
    }

    [Fact]
    public void Sampled_AmpleServer_LimitRisesToTheMost() =>
        Assert.Equal(200, Run(new GradientLimit(5, 200), capacity: 10_000, steps: 2000).Value);

    [Fact]
    public void Sampled_ServerGetsSlower_LimitFallsAndComesBack()
    {
        var limit = Run(new GradientLimit(5, 1000), capacity: 100, steps: 3000);
        var before = limit.Value;
        Run(limit, capacity: 10, steps: 300);
        var during = limit.Value;
        Run(limit, capacity: 100, steps: 3000);
        Assert.True(during < before / 2, $"{before} -> {during}");
        Assert.True(limit.Value > 0.8 * before, $"{before} -> {during} -> {limit.Value}");
    }

    [Fact]
    public void Sampled_NobodyNearTheLimit_ItStays()
    {
        var limit = Run(new GradientLimit(5, 1000), capacity: 50, steps: 100);
        var before = limit.Value;
        for (var i = 0; i < 500; i++)
        {
            limit.Sampled(i % 2 == 0 ? 1 : 500, running: 2);
        }

        Assert.Equal(before, limit.Value);
    }

    [Fact]
    public void Sampled_Anything_StaysWithinItsBounds()
    {
        var random = new Random(5);
        var limit = new GradientLimit(5, 50);
        for (var i = 0; i < 5000; i++)
        {
            limit.Sampled(random.NextDouble() * 1000, running: 50);
            Assert.InRange(limit.Value, 5, 50);
        }
    }

    // As many run as the limit lets; each takes 10 ms, and longer by what queues in the server.
    private static GradientLimit Run(GradientLimit limit, int capacity, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            limit.Sampled(10 * Math.Max(1, (double)limit.Value / capacity), limit.Value);
        }

        return limit;
    }
}
