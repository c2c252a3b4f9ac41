using Loadline.Core.Ledger.Features;

namespace Loadline.Core.Tests.Ledger;

public sealed class FeatureSamplerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(FeatureSampler.EveryRequest, 10_000)]
    [InlineData(20, 1201)]
    public void Takes_ManyAtOnce_AMinutesWorth(int rate, int expected)
    {
        var sampler = new FeatureSampler(rate);
        Assert.Equal(expected, Enumerable.Range(0, 10_000).Count(_ => sampler.Takes(Start)));
    }

    [Fact]
    public void Takes_FewerThanTheRate_EveryOne()
    {
        var sampler = new FeatureSampler(20);
        Assert.All(Enumerable.Range(0, 10_000), i => Assert.True(sampler.Takes(Start.AddMilliseconds(50 * i))));
    }

    [Fact]
    public void Takes_ManyMoreThanTheRate_TheRateEvenlyOverTime()
    {
        var sampler = new FeatureSampler(20);
        var taken = Enumerable.Range(0, 300_000).Where(i => sampler.Takes(Start.AddMilliseconds(i))).ToList();

        Assert.Equal(1201 + (20 * 300) - 1, taken.Count);
        Assert.Equal([200_000, 200_050, 200_100], taken.Where(i => i >= 200_000).Take(3));
    }

    [Fact]
    public void Takes_ClockStepsBack_GoesOnAtTheOldTime()
    {
        var sampler = new FeatureSampler(1);
        Assert.Equal(61, Enumerable.Range(0, 100).Count(_ => sampler.Takes(Start)));
        Assert.False(sampler.Takes(Start.AddHours(-1)));
        Assert.True(sampler.Takes(Start.AddSeconds(1)));
    }

    [Fact]
    public async Task Takes_ManyThreads_NoneTwice()
    {
        var sampler = new FeatureSampler(100);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Count(_ => sampler.Takes(Start)))));
        Assert.Equal(6001, taken.Sum());
    }
}
