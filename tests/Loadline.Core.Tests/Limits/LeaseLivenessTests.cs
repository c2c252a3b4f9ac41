namespace Loadline.Core.Tests.Limits;

/// <summary>What is left of a shared budget reaches the replica that asks: to the last request that fits, soon, and without a storm of exchanges.</summary>
public sealed class LeaseLivenessTests
{
    private const decimal Cost = 0.001m;

    // Both hold a rest that is too small for a request, and neither may keep it. What is reserved is more than what is billed, as a rule.
    [Theory]
    [InlineData(2, 1.0, 40)]
    [InlineData(2, 1.2, 39)]
    [InlineData(2, 2.2, 38)]
    [InlineData(2, 3.0, 38)]
    [InlineData(5, 1.2, 39)]
    [InlineData(5, 3.0, 38)]
    public void Budget_AskedForWithoutPauseAtAll_IsSpentToTheLastRequestThatFits(int count, double reserve, int most)
    {
        var replicas = new LeasedReplicas(count, 40 * Cost);
        var (worst, next) = (Cost * (decimal)reserve, 0);
        replicas.Pass(TimeSpan.FromSeconds(2), () => AskThree(replicas, count, worst, ref next));
        Assert.Equal(most * Cost, replicas.Spent);

        // Each calls at most once a second, freed or short.
        Assert.InRange(replicas.Calls, 0, 3 * count);
        Assert.InRange(replicas.Exchanges, 1, 12 * count);

        // Nobody asks the store for what is not there.
        var (exchanges, calls) = (replicas.Exchanges, replicas.Calls);
        replicas.Pass(TimeSpan.FromSeconds(10), () => AskThree(replicas, count, worst, ref next));
        Assert.Equal(most * Cost, replicas.Spent);
        Assert.InRange(replicas.Exchanges - exchanges, 0, 10 * count);
        Assert.Equal(calls, replicas.Calls);
    }

    [Theory]
    [InlineData(2, 1.2, 39)]
    [InlineData(2, 3.0, 38)]
    [InlineData(5, 1.2, 39)]
    public void Budget_ReplicasDoNotHearEachOther_IsSpentInSecondsAllTheSame(int count, double reserve, int most)
    {
        var replicas = new LeasedReplicas(count, 40 * Cost) { HearHints = false };
        var next = 0;
        replicas.Pass(TimeSpan.FromSeconds(10), () => AskThree(replicas, count, Cost * (decimal)reserve, ref next));
        Assert.Equal(most * Cost, replicas.Spent);
    }

    // What the other has held since its own callers went is had within two exchanges, not when its habits are forgotten.
    [Fact]
    public void Budget_OtherHoldsItAndIsIdle_IsHadInLessThanASecond()
    {
        var replicas = new LeasedReplicas(2, 40 * Cost);
        replicas.Pass(TimeSpan.FromMilliseconds(200), () => replicas.Ask(1, Cost));
        var before = replicas.Spent;
        Assert.InRange(before, 10 * Cost, 30 * Cost);
        replicas.Pass(TimeSpan.FromSeconds(3));
        replicas.Pass(TimeSpan.FromSeconds(1), () => replicas.Ask(0, Cost));
        Assert.Equal(40 * Cost, replicas.Spent);
    }

    // A request that needs more than any replica holds, while the others go on with small ones.
    [Fact]
    public void Budget_LargeRequestWhileSmallOnesGoOn_GetsWhatTheyDoNotNeed()
    {
        var replicas = new LeasedReplicas(3, 100 * Cost);
        var (step, isServed) = (0, false);
        replicas.Pass(TimeSpan.FromSeconds(1), () =>
        {
            if (++step % 10 == 0)
            {
                replicas.Ask(1, Cost);
                replicas.Ask(2, Cost);
            }

            isServed = isServed || replicas.Ask(0, 60 * Cost);
        });
        Assert.True(isServed);
    }

    [Fact]
    public void Budget_SmallRequestsBesideLargeOnesThatNeverFit_AreServed()
    {
        var replicas = new LeasedReplicas(2, 40 * Cost);
        var refused = 0;
        replicas.Pass(TimeSpan.FromSeconds(10), () =>
        {
            replicas.Ask(0, 30 * Cost, Cost);
            replicas.Ask(1, 30 * Cost, Cost);
            refused += replicas.Ask(0, Cost / 10) || replicas.Spent >= 40 * Cost ? 0 : 1;
        });
        Assert.Equal(40 * Cost, replicas.Spent);
        Assert.InRange(refused, 0, 2);
    }

    // The first slice is small beside such a rate, and the next tick is far: more is had before the first is gone.
    [Fact]
    public void Budget_MuchIsAskedAtOnceAndMuchIsThere_NobodyIsTurnedAway()
    {
        var replicas = new LeasedReplicas(2, 1_000_000);
        var (refused, exchanges) = (0, replicas.Exchanges);
        for (var burst = 0; burst < 3; burst++)
        {
            replicas.Pass(TimeSpan.FromSeconds(3), () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    refused += replicas.Ask(0, 0.005m) ? 0 : 1;
                }
            });
            replicas.Pass(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(0, refused);
        Assert.InRange(replicas.Exchanges - exchanges, 1, 2 * 24);
    }

    // A slice that died with its process stays out: it is asked for once a second, not at every request.
    [Fact]
    public void Budget_SliceDiedWithItsProcess_IsNotAskedForWithoutEnd()
    {
        var replicas = new LeasedReplicas(3, 40 * Cost);
        replicas.Kill(2);
        replicas.Pass(TimeSpan.FromSeconds(3), () => AskBoth(replicas));
        var (spent, exchanges, calls) = (replicas.Spent, replicas.Exchanges, replicas.Calls);
        Assert.InRange(spent, 20 * Cost, 39 * Cost);
        replicas.Pass(TimeSpan.FromSeconds(20), () => AskBoth(replicas));
        Assert.Equal(spent, replicas.Spent);
        Assert.InRange(replicas.Calls - calls, 1, 2 * 20 * 2);
        Assert.InRange(replicas.Exchanges - exchanges, 20, 2 * 20 * 6);
    }

    private static void AskBoth(LeasedReplicas replicas)
    {
        replicas.Ask(0, Cost * 1.5m, Cost);
        replicas.Ask(1, Cost * 1.5m, Cost);
    }

    private static void AskThree(LeasedReplicas replicas, int count, decimal worst, ref int next)
    {
        for (var i = 0; i < 3; i++)
        {
            replicas.Ask(next++ % count, worst, Cost);
        }
    }
}
