using Loadline.Core.Health;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Health;

/// <summary>Benches, probes and returns, on a made-up clock with seeded jitter.</summary>
public sealed class HealthGateTests
{
    private readonly Random _random = new(1);
    private readonly HealthGate _sut = new(HealthOptions.Default);
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Failed_FiveInARow_Benches()
    {
        Fail(4);
        Assert.Equal(HealthState.Healthy, _sut.State(_now));
        Fail(1);
        Assert.Equal(HealthState.Benched, _sut.State(_now));
        Assert.False(_sut.TryEnter(_now, out _));
        Assert.InRange(_sut.Left(_now).TotalSeconds, 5, 6);
    }

    [Fact]
    public void Failed_SuccessInBetween_StartsTheCountOver()
    {
        for (var i = 0; i < 3; i++)
        {
            Fail(4);
            Succeed(9);
        }

        Assert.Equal(HealthState.Healthy, _sut.State(_now));
    }

    [Fact]
    public void Failed_HalfOfTwentyCalls_Benches()
    {
        for (var i = 0; i < 12 && _sut.State(_now) == HealthState.Healthy; i++)
        {
            Succeed(1);
            Fail(1);
        }

        Assert.Equal(HealthState.Benched, _sut.State(_now));
    }

    [Fact]
    public void Failed_OldFailures_AreForgotten()
    {
        for (var i = 0; i < 8; i++)
        {
            Succeed(1);
            Fail(1);
        }

        _now += TimeSpan.FromSeconds(30);
        Succeed(18);
        Fail(3);
        Assert.Equal(HealthState.Healthy, _sut.State(_now));
    }

    [Fact]
    public void HalfOpen_LetsTwoProbesInAndNoMore()
    {
        Bench();
        Assert.Equal(HealthState.HalfOpen, _sut.State(_now));
        Assert.True(_sut.TryEnter(_now, out var first) && first);
        Assert.True(_sut.TryEnter(_now, out var second) && second);
        Assert.False(_sut.TryEnter(_now, out _));
        Assert.False(_sut.MayUse(_now));
        _sut.Leave();
        Assert.True(_sut.TryEnter(_now, out _));
        Assert.Equal(2, _sut.Probes);
    }

    [Fact]
    public void HalfOpen_ProbeSucceeds_TrafficReturnsByDegrees()
    {
        Bench();
        Succeed(1);
        Assert.Equal(HealthState.Ramping, _sut.State(_now));
        Assert.Equal(0.1, _sut.Share(_now));
        _now += TimeSpan.FromSeconds(5);
        Assert.Equal(0.5, _sut.Share(_now), 3);
        _now += TimeSpan.FromSeconds(5);
        Assert.Equal(HealthState.Healthy, _sut.State(_now));
        Assert.Equal(1, _sut.Share(_now));
    }

    [Fact]
    public void HalfOpen_ProbeFails_EachBenchIsTwiceAsLongUpToFiveMinutes()
    {
        var lengths = new List<double>();
        Fail(5);
        for (var i = 0; i < 9; i++)
        {
            lengths.Add(_sut.Left(_now).TotalSeconds);
            _now += _sut.Left(_now);
            Fail(1);
        }

        Assert.All(lengths.Select((length, i) => length / Math.Min(300, 5 * Math.Pow(2, i))), factor => Assert.InRange(factor, 1, 1.2));
        Assert.True(lengths.Distinct().Count() > 7, "no jitter");
    }

    [Fact]
    public void Succeeded_CallFromBeforeTheBench_DoesNotEndIt()
    {
        var before = _now;
        _now += TimeSpan.FromSeconds(1);
        Fail(5);
        _sut.Succeeded(_now, before);
        Assert.Equal(HealthState.Benched, _sut.State(_now));
    }

    [Fact]
    public void Failed_CallsFromBeforeTheBench_DoNotLengthenIt()
    {
        var before = _now;
        _now += TimeSpan.FromSeconds(1);
        Fail(5);
        var left = _sut.Left(_now);
        for (var i = 0; i < 100; i++)
        {
            _sut.Failed(_now, before, _random);
        }

        Assert.Equal(left, _sut.Left(_now));
    }

    [Fact]
    public void Bench_AfterAQuietTime_StartsShortAgain()
    {
        Bench();
        Fail(1);
        Assert.Equal(2, _sut.Benches);
        _now += _sut.Left(_now);
        Succeed(1);
        _now += TimeSpan.FromMinutes(2);
        Succeed(1);
        Fail(5);
        Assert.Equal(1, _sut.Benches);
        Assert.InRange(_sut.Left(_now).TotalSeconds, 5, 6);
    }

    [Fact]
    public void Cool_NeverShortensABench()
    {
        Fail(5);
        _sut.Cool(_now, TimeSpan.FromSeconds(1));
        Assert.True(_sut.Left(_now) >= TimeSpan.FromSeconds(5));
        _sut.Cool(_now, TimeSpan.FromSeconds(60));
        Assert.Equal(60, _sut.Left(_now).TotalSeconds);
    }

    [Fact]
    public void Off_NothingIsEverBenched()
    {
        var sut = new HealthGate(HealthOptions.Off);
        for (var i = 0; i < 100; i++)
        {
            sut.Failed(_now, _now, _random);
        }

        sut.Bench(_now, _random);
        sut.Cool(_now, TimeSpan.FromDays(1));
        Assert.Equal(HealthState.Healthy, sut.State(_now));
    }

    /// <summary>Row 14: of four deployments one fails a third of the time, then one goes up and down; over an hour.</summary>
    [Fact]
    public void Flapping_OverAnHour_IsEjectedForGrowingTimesAndNeverMoreThanHalf()
    {
        var deployments = Model(4);
        var random = new Random(7);
        var state = deployments.Deployments;
        var sentToBad = 0;
        var most = 0;
        for (var tick = 0; tick < 3600 * 20; tick++)
        {
            _now += TimeSpan.FromMilliseconds(50);
            var usable = state.Where(one => DeploymentHealth.MayUse(one, _now)).ToList();
            most = Math.Max(most, 4 - usable.Count);
            var picked = usable[random.Next(usable.Count)];
            if (random.NextDouble() >= picked.State.Gate.Share(_now))
            {
                continue;
            }

            Assert.True(DeploymentHealth.TryEnter(picked, _now, out var probes));
            var isBad = ReferenceEquals(picked, state[0]) ? random.NextDouble() < 0.3
                : ReferenceEquals(picked, state[1]) && tick / 600 % 2 == 0;
            sentToBad += ReferenceEquals(picked, state[0]) ? 1 : 0;
            DeploymentHealth.Leave(picked, probes);
            var result = new AttemptResult(isBad ? RoutingError.UpstreamUnavailable : RoutingError.None, 0, false);
            FaultAttribution.Report(deployments, picked, result, _now, _now, random);
        }

        Assert.True(most <= 2, $"{most} of 4 were out at once");
        Assert.True(sentToBad < 3600 * 20 / 4 / 2, $"{sentToBad} calls went to the one that fails 30 %");
        Assert.True(state[0].State.Gate.Benches > 1, "the bench did not grow");
        Assert.Equal((0, 0), (state[2].State.Gate.Benches, state[3].State.Gate.Benches));
    }

    private static CandidateSnapshot Model(int deployments)
    {
        var names = string.Join(", ", Enumerable.Range(0, deployments).Select(i => $"{{ provider: local, name: d{i} }}"));
        return TestConfig.Build(
            "version: 1\nproviders:\n  local: { url: \"http://127.0.0.1:9/v1\" }\nmodels:\n  m: { deployments: [" + names + "] }\n").Candidates[0];
    }

    private void Bench()
    {
        Fail(5);
        _now += _sut.Left(_now);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _sut.Failed(_now, _now, _random);
        }
    }

    private void Succeed(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _sut.Succeeded(_now, _now);
        }
    }
}
