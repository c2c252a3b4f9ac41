using System.Diagnostics;
using System.Globalization;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;
using Loadline.Testing;

namespace Loadline.Core.Tests.Plans;

/// <summary>Second attempts beside slow ones: when, to whom, how many, and what becomes of the loser; on a clock that stands still unless waited for.</summary>
public sealed class HedgingTests
{
    private const string Config = """
        version: 1
        providers:
          a: { url: "http://a.test/v1" }
          b: { url: "http://b.test/v1" }
          c: { url: "http://c.test/v1" }
        models:
          twin: { deployments: [{ provider: a, name: m }, { provider: b, name: m }] }
          lone: { provider: a, name: l }
          large: { provider: c, name: x }
          weak: { provider: c, name: w }
        routes:
          auto: { pool: [POOL, large], reference: large, mode: enforce, quality: uncertified, policy: { kind: fixed, use: POOL }, fallbacks: { any: [weak] }MORE }

        """;

    private readonly FakeTimeProvider _time = new();
    private readonly PlanExecutor _executor;
    private readonly ScriptedCall _call;

    public HedgingTests()
    {
        _executor = new PlanExecutor(_time);
        _call = new ScriptedCall(_time);
    }

    [Fact]
    public async Task Run_FirstIsSlow_SecondServesAndTheFirstIsGivenUpAtOnce()
    {
        var config = Build(", hedge: on");
        _call.Takes = deployment => TimeSpan.FromSeconds(deployment.Provider.Name == "a" ? 30 : 0.2);
        var (result, served) = await RunAsync(config);
        Assert.Equal((RoutingError.None, 0, "a/m b/m"), (result.Error, served, _call.Trace));
        Assert.Equal([RoutingError.Hedged, RoutingError.None], _call.Begun.Select(attempt => attempt.Recorded!.Value.Error));
        Assert.Equal([false, true], _call.Begun.Select(attempt => attempt.IsServed));

        // Sent after the 94th percentile of 100 ms, within a cell of the histogram; given up the moment the other answered.
        Assert.InRange(_call.Attempts[1].At.TotalMilliseconds - _call.Attempts[0].At.TotalMilliseconds, 100, 115);
        Assert.Equal(_call.Begun[1].EndedAt, _call.Begun[0].EndedAt);
        AssertNothingIsHeld(config);
    }

    [Fact]
    public async Task Run_FirstAnswersAfterTheSecondWasSent_FirstServes()
    {
        var config = Build(", hedge: on");
        _call.Takes = deployment => TimeSpan.FromSeconds(deployment.Provider.Name == "a" ? 0.3 : 30);
        await RunAsync(config);
        Assert.Equal([RoutingError.None, RoutingError.Hedged], _call.Begun.Select(attempt => attempt.Recorded!.Value.Error));
        AssertNothingIsHeld(config);
    }

    [Theory]
    [InlineData(", hedge: on", 100, 1)] // Answered before the wait is over.
    [InlineData(", hedge: on", 150, 2)]
    [InlineData(", hedge: { min_delay: 500ms }", 450, 1)]
    [InlineData(", hedge: { min_delay: 500ms }", 550, 2)]
    [InlineData(", hedge: { min_delay: 10ms, max_delay: 20ms }", 25, 2)]
    [InlineData(", hedge: off", 5000, 1)]
    [InlineData("", 5000, 1)]
    public async Task Run_TakesSoLong_SecondIsSentByTheSettings(string more, int milliseconds, int attempts)
    {
        _call.Takes = _ => TimeSpan.FromMilliseconds(milliseconds);
        await RunAsync(Build(more));
        Assert.Equal(attempts, _call.Attempts.Count);
    }

    [Theory]
    [InlineData(0.5, 100, 120)]
    [InlineData(0.94, 200, 235)]
    public async Task Run_Quantile_DecidesTheWait(double quantile, double least, double most)
    {
        var config = Build(string.Create(CultureInfo.InvariantCulture, $", hedge: {{ quantile: {quantile}, max_share: 100% }}"), measured: 0);
        var times = config.Deployments[0].State.WholeTimes;
        for (var i = 0; i < 200; i++)
        {
            times.Add(i % 10 == 0 ? 200 : 100);
        }

        _call.Takes = deployment => TimeSpan.FromSeconds(deployment.Provider.Name == "a" ? 30 : 0.1);
        await RunAsync(config);
        Assert.InRange((_call.Attempts[1].At - _call.Attempts[0].At).TotalMilliseconds, least, most);
    }

    [Fact]
    public async Task Run_TooLittleMeasured_NothingIsSent()
    {
        _call.Takes = _ => TimeSpan.FromSeconds(5);
        await RunAsync(Build(", hedge: on", measured: 30));
        Assert.Equal("a/m", _call.Trace);
    }

    [Fact]
    public async Task Run_OnlyTheSiblingWasMeasured_ItSpeaksForTheModel()
    {
        var config = Build(", hedge: { max_share: 100% }", measured: 0);
        Measure(config.Deployments[1], 100);
        _call.Takes = deployment => TimeSpan.FromSeconds(deployment.Provider.Name == "a" ? 5 : 0.1);
        await RunAsync(config);
        Assert.Equal("a/m b/m", _call.Trace);
    }

    [Theory]
    [InlineData("", "a/l")]
    [InlineData(", to: candidates", "a/l c/x")]
    public async Task Run_OneDeployment_OtherCandidatesOnlyWhereAsked(string to, string trace)
    {
        _call.Takes = deployment => TimeSpan.FromSeconds(deployment.Provider.Name == "a" ? 5 : 0.1);
        await RunAsync(Build(", hedge: { max_share: 100%" + to + " }", pool: "lone"));
        Assert.Equal(trace, _call.Trace);
    }

    [Fact]
    public async Task Run_OnlyAWeakerFallbackIsLeft_IsNotAskedBeside()
    {
        var config = Build(", hedge: { to: candidates, max_share: 100% }", pool: "lone");
        config.Deployments.Single(deployment => deployment.Id == "c/x").State.Gate.Bench(_executor.Now, new Random(1));
        _call.Takes = _ => TimeSpan.FromSeconds(3);
        await RunAsync(config);
        Assert.Equal("a/l", _call.Trace);
    }

    [Fact]
    public async Task Run_FirstFailsWhileTheSecondRuns_SecondServes()
    {
        var config = Build(", hedge: on");
        _call.On("a/m", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        _call.Takes = _ => TimeSpan.FromSeconds(0.3);
        var (result, _) = await RunAsync(config);
        Assert.True(result.Succeeded);
        Assert.Equal([RoutingError.UpstreamUnavailable, RoutingError.None], _call.Begun.Select(attempt => attempt.Recorded!.Value.Error));
        AssertNothingIsHeld(config);
    }

    [Fact]
    public async Task Run_BothFail_NextCandidateIsTriedAndThreeIsTheEnd()
    {
        var config = Build(", hedge: on");
        _call.On("a/m", ScriptedCall.Fail(RoutingError.UpstreamUnavailable)).On("b/m", ScriptedCall.Fail(RoutingError.UpstreamUnavailable))
            .On("c/x", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        _call.Takes = _ => TimeSpan.FromSeconds(0.3);
        var (result, served) = await RunAsync(config);
        Assert.Equal((RoutingError.UpstreamUnavailable, 1, "a/m b/m c/x"), (result.Error, served, _call.Trace));
        AssertNothingIsHeld(config);
    }

    [Fact]
    public async Task Run_RequestItselfIsRefused_SecondIsGivenUpAndNobodyElseIsAsked()
    {
        var config = Build(", hedge: on");
        _call.On("a/m", ScriptedCall.Fail(RoutingError.UpstreamRefused));
        _call.Takes = deployment => TimeSpan.FromSeconds(deployment.Provider.Name == "a" ? 0.3 : 30);
        var (result, _) = await RunAsync(config);
        Assert.Equal((RoutingError.UpstreamRefused, "a/m b/m"), (result.Error, _call.Trace));
        Assert.Equal(RoutingError.Hedged, _call.Begun[1].Recorded!.Value.Error);
        Assert.True(_time.Elapsed < TimeSpan.FromSeconds(1));
        AssertNothingIsHeld(config);
    }

    [Fact]
    public async Task Run_CallerGoes_BothAreEnded()
    {
        var config = Build(", hedge: on");
        using var caller = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
        _call.Takes = _ => TimeSpan.FromSeconds(30);
        var leaves = _executor.Now + TimeSpan.FromSeconds(1);
        var (result, _) = await RunAsync(config, cancellationToken: caller.Token);
        Assert.Equal(RoutingError.CallerGone, result.Error);
        Assert.Equal(2, _call.Begun.Count);
        Assert.All(_call.Begun, attempt => Assert.Equal(leaves, attempt.EndedAt));
        AssertNothingIsHeld(config);
    }

    [Fact]
    public async Task Run_AnswersAtTheSameMoment_OneIsServed()
    {
        var config = Build(", hedge: { min_delay: 200ms }");
        _call.Takes = deployment => TimeSpan.FromSeconds(deployment.Provider.Name == "a" ? 0.4 : 0.2);
        await RunAsync(config);
        Assert.Equal(1, _call.Begun.Count(attempt => attempt.IsServed));
        Assert.Equal(1, _call.Begun.Count(attempt => attempt.Recorded!.Value.Error == RoutingError.Hedged));
        AssertNothingIsHeld(config);
    }

    [Fact]
    public async Task Run_EverythingIsSlow_SecondsStayWithinTheShare()
    {
        const int Requests = 400;
        var config = Build(", hedge: { max_share: 5% }");
        _call.Takes = _ => TimeSpan.FromSeconds(2);
        for (var i = 0; i < Requests; i++)
        {
            await RunAsync(config);
        }

        // One more than the share: what the requests before had left over.
        Assert.InRange(_call.Attempts.Count - Requests, (0.05 * Requests) - 1, (0.05 * Requests) + 1);
    }

    [Fact]
    public async Task Run_SlowTail_P99IsHalvedAtSevenPercentMoreCalls()
    {
        var without = await MeasureAsync("");
        var with = await MeasureAsync(", hedge: on");
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"p99 {without.P99:0} ms without, {with.P99:0} ms with; p50 {without.P50:0} and {with.P50:0} ms; extra calls {with.Extra:0.0%}");
        Assert.True(with.P99 <= without.P99 / 2 && with.Extra is > 0.04 and <= 0.07, text);
        Say(text);
    }

    private static void Say(string text) => Console.WriteLine("hedging on a slow tail (5 % at 10 x): " + text);

    // 10,000 requests; times are log-normal around 300 ms, and one in twenty takes ten times as long, whoever is asked.
    private static async Task<(double P50, double P99, double Extra)> MeasureAsync(string more)
    {
        const int Requests = 10_000;
        var time = new FakeTimeProvider();
        var executor = new PlanExecutor(time);
        var config = Build(more, measured: 0);
        var random = new Random(7);
        var call = new ScriptedCall(time)
        {
            Takes = _ => TimeSpan.FromMilliseconds(300 * Math.Exp(0.25 * Normal(random)) * (random.NextDouble() < 0.05 ? 10 : 1)),
        };
        var times = new double[Requests];
        var choice = new Random(1);
        for (var i = 0; i < Requests; i++)
        {
            var context = Decide(config, choice, executor.Now);
            var before = time.Elapsed;
            var beganBefore = call.Attempts.Count;
            var (result, _) = await DriveAsync(time, () => executor.RunAsync(context, call, executor.Now + TimeSpan.FromMinutes(1), default));
            Assert.True(result.Succeeded);
            times[i] = (time.Elapsed - before).TotalMilliseconds;

            // What the gateway does when it records: the winner's time, and the loser's until it was given up.
            foreach (var (deployment, _, at) in call.Attempts.Skip(beganBefore))
            {
                config.Deployments.Single(one => one.Id == deployment).State.WholeTimes.Add((executor.Now - at).TotalMilliseconds);
            }
        }

        Array.Sort(times);
        return (times[Requests / 2], times[Requests * 99 / 100], ((double)call.Attempts.Count / Requests) - 1);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static RuntimeSnapshot Build(string more, string pool = "twin", int measured = 200)
    {
        var config = TestConfig.Build(Config.Replace("MORE", more, StringComparison.Ordinal).Replace("POOL", pool, StringComparison.Ordinal));
        for (var i = 0; i < measured; i++)
        {
            Measure(config.Deployments[0], 100, 1);
        }

        Measure(config.Candidates.Single(candidate => candidate.Name == "lone").Deployments[0], 100);
        config.Find("auto")!.Hedge?.Requested();
        for (var i = 0; measured > 0 && i < 30; i++)
        {
            config.Find("auto")!.Hedge?.Requested();
        }

        return config;
    }

    private static void Measure(DeploymentSnapshot deployment, double milliseconds, int times = 200)
    {
        for (var i = 0; i < times; i++)
        {
            deployment.State.WholeTimes.Add(milliseconds);
        }
    }

    private void AssertNothingIsHeld(RuntimeSnapshot config)
    {
        Assert.Equal((0, 0), (_executor.Budget.Active, _executor.Budget.Extra));
        Assert.All(config.Deployments, deployment => Assert.Equal(
            (0L, 0, 0), (deployment.State.InFlight, deployment.State.Budget.Extra, deployment.State.Gate.Probes)));
        Assert.All(_call.Begun, attempt => Assert.True(attempt.EndedAt is not null && attempt.Recorded is not null));
    }

    private Task<(AttemptResult Result, int Served)> RunAsync(RuntimeSnapshot config, CancellationToken cancellationToken = default) =>
        DriveAsync(_time, () => _executor.RunAsync(
            Decide(config, new FirstOf(), _executor.Now), _call, _executor.Now + TimeSpan.FromMinutes(1), cancellationToken));

    private static RoutingContext Decide(RuntimeSnapshot config, Random random, TimeSpan now)
    {
        var context = TestRequest.Begin(config, TestRequest.Chat("Hello"), null);
        context.Begin(config, random, now);
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, config.Find("auto")));
        return context;
    }

    // Time passes only while somebody waits for it. Away from the test's own context, so that what a timer sets off has run when it returns.
    private static Task<T> DriveAsync<T>(FakeTimeProvider time, Func<ValueTask<T>> run) => Task.Run(async () =>
    {
        var task = run().AsTask();
        while (!task.IsCompleted)
        {
            if (time.AdvanceToNext() is null)
            {
                await Task.Yield();
            }
        }

        return await task;
    });

    private sealed class FirstOf : Random
    {
        public override int Next(int maxValue) => 0;

        public override double NextDouble() => 0.5;
    }
}
