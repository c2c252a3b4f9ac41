using System.Diagnostics;
using System.Reflection;
using Loadline.Core.Cascades;
using Loadline.Core.Health;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;
using Loadline.Testing;

namespace Loadline.Core.Tests.Plans;

/// <summary>Who is tried, how often, after which wait; on a clock that stands still unless it is waited for.</summary>
public sealed class PlanExecutorTests
{
    private const string Config = """
        version: 1
        providers:
          a: { url: "http://a.test/v1" }
          b: { url: "http://b.test/v1" }
          c: { url: "http://c.test/v1" }
        models:
          small: { provider: a, name: s, context: 8k, price: { input: 1, output: 1 } }
          large: { provider: b, name: l, context: 32k, price: { input: 9, output: 9 } }
          wide: { provider: c, name: w, context: 1m, price: { input: 5, output: 5 } }
          both: { deployments: [{ provider: a, name: m }, { provider: b, name: m }] }
        routes:
          auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, policy: { kind: fixed, use: small }MORE }

        """;

    private readonly FakeTimeProvider _time = new();
    private readonly PlanExecutor _executor;
    private readonly ScriptedCall _call;

    public PlanExecutorTests()
    {
        _executor = new PlanExecutor(_time);
        _call = new ScriptedCall(_time);
    }

    public static TheoryData<RoutingError> Final =>
        [RoutingError.UpstreamRefused, RoutingError.UpstreamContentFiltered, RoutingError.CallerGone, RoutingError.DeadlineExceeded, RoutingError.UpstreamStreamBroken];

    public static TheoryData<RoutingError> Repeatable =>
        [RoutingError.UpstreamConnect, RoutingError.UpstreamTimeout, RoutingError.UpstreamRateLimited, RoutingError.UpstreamUnavailable, RoutingError.UpstreamBroken];

    public static TheoryData<RoutingError> OtherOnly => [RoutingError.UpstreamAuth, RoutingError.UpstreamQuota, RoutingError.UpstreamModelNotFound];

    [Theory]
    [MemberData(nameof(Final))]
    public async Task Run_ErrorOfTheRequest_NobodyElseIsAsked(RoutingError error)
    {
        _call.On("a/s", ScriptedCall.Fail(error));
        var (result, _) = await RunAsync();
        Assert.Equal((error, "a/s"), (result.Error, _call.Trace));
    }

    [Theory]
    [MemberData(nameof(Repeatable))]
    public async Task Run_ErrorThatMayPass_OthersFirstThenTheReferenceAgain(RoutingError error)
    {
        _call.On("a/s", ScriptedCall.Fail(error)).On("b/l", ScriptedCall.Fail(error), new AttemptResult(RoutingError.None, 200, true));
        var (result, served) = await RunAsync();
        Assert.Equal((RoutingError.None, 1, "a/s b/l b/l"), (result.Error, served, _call.Trace));
    }

    [Theory]
    [MemberData(nameof(OtherOnly))]
    public async Task Run_ErrorOfTheAccount_OthersAreAskedAndItIsNot(RoutingError error)
    {
        _call.On("a/s", ScriptedCall.Fail(error)).On("b/l", ScriptedCall.Fail(error));
        var (result, _) = await RunAsync();
        Assert.Equal((error, "a/s b/l"), (result.Error, _call.Trace));
    }

    [Fact]
    public async Task Run_OutputCommitted_NothingIsTriedAgain()
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable, committed: true));
        await RunAsync();
        Assert.Equal("a/s", _call.Trace);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("large")]
    public async Task Run_EverythingFails_StopsAfterThree(string model)
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable)).On("b/l", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        await RunAsync(model: model);
        Assert.Equal(3, _call.Attempts.Count);
    }

    [Fact]
    public async Task Run_OnlyRefusedConnections_EndsAllTheSame()
    {
        _call.On("b/l", ScriptedCall.Fail(RoutingError.UpstreamConnect));
        var (result, _) = await RunAsync(model: "large");
        Assert.Equal((RoutingError.UpstreamConnect, 3), (result.Error, _call.Attempts.Count));
    }

    [Fact]
    public async Task Run_Repeats_WaitWithFullJitterUnderADoublingBound()
    {
        // One deployment, so that both further attempts repeat it; the waits are drawn from [0, 25) and [0, 50) ms.
        var first = new List<double>();
        var second = new List<double>();
        for (var seed = 0; seed < 400; seed++)
        {
            var call = new ScriptedCall(_time).On("b/l", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
            await RunAsync(call, model: "large", random: new Random(seed), config: Build());
            Assert.Equal(3, call.Attempts.Count);
            first.Add((call.Attempts[1].At - call.Attempts[0].At).TotalMilliseconds);
            second.Add((call.Attempts[2].At - call.Attempts[1].At).TotalMilliseconds);
        }

        Assert.All(first, wait => Assert.InRange(wait, 0, 25.1));
        Assert.All(second, wait => Assert.InRange(wait, 0, 50.1));
        Assert.InRange(first.Average(), 11, 14);
        Assert.InRange(second.Average(), 22, 28);

        // Spread over the whole range, not gathered somewhere.
        Assert.All(Enumerable.Range(0, 5), tenth => Assert.InRange(first.Count(wait => (int)(wait / 5) == tenth), 50, 110));
    }

    [Theory]
    [InlineData(2.0, 3)]
    [InlineData(5.0, 3)]
    [InlineData(7.0, 1)]
    public async Task Run_RetryAfter_IsWaitedForUpToFiveSeconds(double seconds, int attempts)
    {
        _call.On("b/l", ScriptedCall.Fail(RoutingError.UpstreamRateLimited, seconds));
        await RunAsync(model: "large");
        Assert.Equal(attempts, _call.Attempts.Count);
        Assert.All(_call.Attempts.Zip(_call.Attempts.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public async Task Run_RetryAfterPastTheDeadline_IsNotWaitedFor()
    {
        _call.On("b/l", ScriptedCall.Fail(RoutingError.UpstreamRateLimited, 3));
        var (result, _) = await RunAsync(model: "large", total: TimeSpan.FromSeconds(2));
        Assert.Equal((RoutingError.UpstreamRateLimited, 1, TimeSpan.Zero), (result.Error, _call.Attempts.Count, _time.Elapsed));
    }

    [Fact]
    public async Task Run_RetryAfterAndAnotherDeployment_TheOtherAnswersAtOnce()
    {
        _call.On("a/m", ScriptedCall.Fail(RoutingError.UpstreamRateLimited, 2));
        var config = Build();
        var (result, _) = await RunAsync(model: "both", config: config, random: new FirstOf());
        Assert.Equal((RoutingError.None, "a/m b/m", TimeSpan.Zero), (result.Error, _call.Trace, _time.Elapsed));

        // And it is left alone for that time by everybody.
        await RunAsync(model: "both", config: config, random: new FirstOf());
        Assert.Equal("a/m b/m b/m", _call.Trace);
    }

    [Fact]
    public async Task Run_UpstreamSaysNotToRetry_IsNotAskedAgain()
    {
        _call.On("b/l", ScriptedCall.Fail(RoutingError.UpstreamUnavailable, shouldRetry: false));
        await RunAsync(model: "large");
        Assert.Equal("b/l", _call.Trace);
    }

    [Theory]
    [InlineData("", "a/s b/l")]
    [InlineData(", fallbacks: { context: [wide] }", "a/s c/w")]
    public async Task Run_PromptTooLong_LargerWindowsOnly(string more, string trace)
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamContextOverflow));
        await RunAsync(config: Build(more));
        Assert.Equal(trace, _call.Trace);
    }

    [Fact]
    public async Task Run_PromptTooLongForTheLargest_IsFinal()
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamContextOverflow)).On("b/l", ScriptedCall.Fail(RoutingError.UpstreamContextOverflow));
        await RunAsync();
        Assert.Equal("a/s b/l", _call.Trace);
    }

    [Fact]
    public async Task Run_ContentFiltered_OnlyWhoIsNamedForIt()
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamContentFiltered));
        await RunAsync(config: Build(", fallbacks: { content: [wide] }"));
        Assert.Equal("a/s c/w", _call.Trace);
    }

    [Fact]
    public async Task Run_AccountEmpty_NamedFallbackGoesBeforeTheReference()
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamQuota));
        await RunAsync(config: Build(", fallbacks: { quota: [wide] }"));
        Assert.Equal("a/s c/w", _call.Trace);
    }

    [Theory]
    [InlineData("", "b/l c/w b/l")]
    [InlineData(", on_reference_down: refuse", "b/l b/l b/l")]
    public async Task Run_ReferenceDown_ServesByFallbacksOrRefuses(string more, string trace)
    {
        _call.On("b/l", ScriptedCall.Fail(RoutingError.UpstreamUnavailable)).On("c/w", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        var config = TestConfig.Build(Config.Replace("use: small }MORE", "use: large }, fallbacks: { any: [wide] }" + more, StringComparison.Ordinal));
        await RunAsync(config: config);
        Assert.Equal(trace, _call.Trace);
    }

    [Fact]
    public async Task Run_IsLast_IsSaidOnlyOfTheLastFreshOne()
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        await RunAsync();
        Assert.Equal([false, true], _call.Attempts.Select(attempt => attempt.IsLast));
    }

    [Fact]
    public async Task Run_MostCallsFail_TokenBucketStopsExtraAttempts()
    {
        var config = TestConfig.Build(Config.Replace("MORE", "", StringComparison.Ordinal).Replace("b.test/v1\"", "b.test/v1\", breaker: off", StringComparison.Ordinal));
        _call.On("b/l", ScriptedCall.Fail(RoutingError.UpstreamBroken));
        for (var i = 0; i < 10; i++)
        {
            await RunAsync(model: "large", config: config);
        }

        // Ten tokens, one a failure, more than five needed for an extra attempt: three attempts, two, then one a request.
        Assert.Equal(3 + 2 + 8, _call.Attempts.Count);
    }

    [Fact]
    public async Task Run_ManyFailAtOnce_ExtraAttemptsStayInTheBudget()
    {
        const int Requests = 40;
        var config = Build();
        var extra = 0;
        var most = 0;
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        _call.During = async deployment =>
        {
            if (deployment.Id == "b/l")
            {
                most = Math.Max(most, ++extra);
                await Task.Delay(TimeSpan.FromMilliseconds(5), _time);
                extra--;
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), _time);
            }
        };
        var runs = Enumerable.Range(0, Requests).Select(i => RunOnceAsync(_call, config, "auto", new Random(i), TimeSpan.FromMinutes(1))).ToList();
        await DriveAsync(Task.WhenAll(runs));

        // 20 % of 40 over all, but at one deployment 20 % of what runs there, at least three.
        Assert.InRange(most, 1, 3);
        Assert.Equal((0, 0), (_executor.Budget.Active, _executor.Budget.Extra));
        Assert.All(config.Deployments, deployment => Assert.Equal((0L, 0), (deployment.State.InFlight, deployment.State.Budget.Extra)));
    }

    /// <summary>Of 40 requests that fail at once three at a time may go elsewhere, where an answer takes a second: all but the first wait, and none is refused.</summary>
    [Fact]
    public async Task Run_ManyFailAtOnceAndAnswersAreSlow_AllWaitForRoomAndAreServed()
    {
        var config = Build();
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        _call.During = deployment => Task.Delay(deployment.Id == "b/l" ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1), _time);
        var runs = Task.WhenAll(Enumerable.Range(0, 40).Select(i => RunOnceAsync(_call, config, "auto", new Random(i), TimeSpan.FromMinutes(1))));
        await DriveAsync(runs);

        Assert.All(await runs, run => Assert.True(run.Result.Succeeded, run.Result.Error.ToString()));
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(29));
    }

    /// <summary>Room that does not come is waited for 30 s, and never longer than the request has.</summary>
    [Theory]
    [InlineData(600, 30)]
    [InlineData(10, 10)]
    public async Task Run_RoomNeverComes_GivesUpWithTheFailureItHad(int deadline, int most)
    {
        var config = Build();
        var taken = config.Deployments.Single(deployment => deployment.Id == "b/l").State.Budget;
        while (taken.TryTake())
        {
        }

        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        var run = RunOnceAsync(_call, config, "auto", new Random(1), TimeSpan.FromSeconds(deadline));
        await DriveAsync(run);

        Assert.Equal(RoutingError.UpstreamUnavailable, (await run).Result.Error);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(most - 1), TimeSpan.FromSeconds(most));
    }

    /// <summary>Who waits for room at a deployment that is on probation leaves its probes to others, and asks it once there is room.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_WaitsForRoomWhereProbesAreFew_HoldsNone(bool isBackByThen)
    {
        var config = Build();
        var state = config.Deployments.Single(deployment => deployment.Id == "b/l").State;
        state.Gate.Cool(_executor.Now, TimeSpan.FromSeconds(5));
        Assert.Equal(HealthState.Benched, state.Gate.State(_executor.Now));
        _time.Advance(state.Gate.Left(_executor.Now) + TimeSpan.FromMilliseconds(1));
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        var taken = 0;
        while (state.Budget.TryTake())
        {
            taken++;
        }

        var run = RunOnceAsync(_call, config, "auto", new Random(1), TimeSpan.FromMinutes(1));
        _time.AdvanceToNext();
        Assert.False(run.IsCompleted);
        Assert.Equal(0, state.Gate.Probes);

        if (!isBackByThen)
        {
            state.Gate.Cool(_executor.Now, TimeSpan.FromMinutes(10));
        }

        for (; taken > 0; taken--)
        {
            state.Budget.Return();
        }

        await DriveAsync(run);
        Assert.Equal(isBackByThen ? RoutingError.None : RoutingError.UpstreamUnavailable, (await run).Result.Error);
        Assert.Equal(isBackByThen ? 1 : 0, _call.Attempts.Count(attempt => attempt.Deployment == "b/l"));
        Assert.Equal((0, 0, 0), (state.Gate.Probes, state.Budget.Extra, _executor.Budget.Extra));
    }

    [Fact]
    public async Task Run_BenchedDeployment_GetsNothingUntilItsTimeThenTwoProbes()
    {
        var config = Build();
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(config: config);
        }

        Assert.Equal(5, _call.Attempts.Count(attempt => attempt.Deployment == "a/s"));
        Assert.Equal(20, _call.Attempts.Count(attempt => attempt.Deployment == "b/l"));
        _time.Advance(TimeSpan.FromSeconds(6.1));
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(config: config);
        }

        // The first probe failed, and the next bench is twice as long.
        Assert.Equal(6, _call.Attempts.Count(attempt => attempt.Deployment == "a/s"));
        Assert.Equal(2, config.Deployments[0].State.Gate.Benches);
    }

    /// <summary>Row 24: an idle connection that had ended is nobody's fault; the same deployment is asked again at once, still within three attempts.</summary>
    [Fact]
    public async Task Run_StaleConnection_IsAskedAgainAtOnceAndNobodyIsBlamed()
    {
        var config = Build();
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamStale), new AttemptResult(RoutingError.None, 200, true));
        for (var i = 0; i < 50; i++)
        {
            _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamStale), new AttemptResult(RoutingError.None, 200, true));
            Assert.True((await RunAsync(config: config)).Result.Succeeded);
        }

        Assert.Equal(100, _call.Attempts.Count);
        Assert.All(_call.Attempts, attempt => Assert.Equal(("a/s", _call.Attempts[0].At), (attempt.Deployment, attempt.At)));
        Assert.Equal(HealthState.Healthy, config.Deployments[0].State.Gate.State(_executor.Now));
        Assert.True(config.Deployments[0].State.Tokens.AllowsExtra);
    }

    [Fact]
    public async Task Run_NothingButStaleConnections_StopsAfterThreeAttempts()
    {
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamStale)).On("b/l", ScriptedCall.Fail(RoutingError.UpstreamStale));
        var (result, _) = await RunAsync();
        Assert.Equal((RoutingError.UpstreamStale, "a/s a/s b/l"), (result.Error, _call.Trace));
    }

    [Theory]
    [InlineData("", RoutingError.UpstreamUnavailable, 1)]
    [InlineData(", on_all_down: refuse", RoutingError.AllUnhealthy, 0)]
    public async Task Run_EverybodyBenched_PanicsOrRefuses(string more, RoutingError expected, int attempts)
    {
        var config = Build(more);
        foreach (var deployment in config.Deployments)
        {
            deployment.State.Gate.Bench(_executor.Now, new Random(1));
        }

        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamUnavailable)).On("b/l", ScriptedCall.Fail(RoutingError.UpstreamUnavailable));
        var (result, _) = await RunAsync(config: config);
        Assert.Equal(expected, result.Error);
        Assert.Equal(attempts * 2, _call.Attempts.Count);
        Assert.Equal(expected == RoutingError.AllUnhealthy, result.Advice.Wait is { } wait && wait > TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Run_KeyRefused_BenchesEveryDeploymentOfThatProviderOnly()
    {
        var config = Build();
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamAuth));
        await RunAsync(config: config);
        await RunAsync(config: config, model: "both");
        Assert.Equal("a/s b/l b/m", _call.Trace);
        Assert.Equal(HealthState.Benched, config.Deployments[0].Provider.State.Credential.State(_executor.Now));
        Assert.Equal(HealthState.Healthy, config.Deployments[0].State.Gate.State(_executor.Now));
    }

    [Fact]
    public async Task Run_ModelUnknownUpstream_BenchesThatDeploymentOnly()
    {
        var config = Build();
        _call.On("a/m", ScriptedCall.Fail(RoutingError.UpstreamModelNotFound));
        await RunAsync(config: config, model: "both", random: new FirstOf());
        await RunAsync(config: config, model: "both", random: new FirstOf());
        await RunAsync(config: config);
        Assert.Equal("a/m b/m b/m a/s", _call.Trace);
    }

    [Fact]
    public async Task Run_ConnectionsRefused_BenchTheAddressWithAllItsDeployments()
    {
        var config = Build();
        _call.On("a/s", ScriptedCall.Fail(RoutingError.UpstreamConnect));
        for (var i = 0; i < 4; i++)
        {
            await RunAsync(config: config);
        }

        await RunAsync(config: config, model: "both", random: new FirstOf());
        Assert.Equal("a/s b/l a/s b/l a/s b/l b/l b/m", _call.Trace);
    }

    [Fact]
    public async Task Run_NothingFails_AllocatesNothing()
    {
        var config = Build();
        var context = Decide(config, "auto", new Random(1));
        var call = new Succeeding();
        var least = long.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            // The runtime allocates a little once, when it compiles anew; what a request allocates is there in every round.
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++)
            {
                // Completes at once, so all of it runs on this thread.
                await _executor.RunAsync(context, call, TimeSpan.MaxValue, default);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // Without optimisation the compiler makes every async method's state an object; that is all that may be there.
        Assert.InRange(least, 0, IsOptimised ? 0 : 200 * 1024);
    }

    private static bool IsOptimised =>
        typeof(PlanExecutor).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled != true;

    private static RuntimeSnapshot Build(string more = "") => TestConfig.Build(Config.Replace("MORE", more, StringComparison.Ordinal));

    private Task<(AttemptResult Result, int Served)> RunAsync(
        ScriptedCall? call = null, RuntimeSnapshot? config = null, string model = "auto", Random? random = null, TimeSpan? total = null) =>
        DriveAsync(RunOnceAsync(call ?? _call, config ?? Build(), model, random ?? new Random(1), total ?? TimeSpan.FromMinutes(1)));

    private async Task<(AttemptResult Result, int Served)> RunOnceAsync(
        ScriptedCall call, RuntimeSnapshot config, string model, Random random, TimeSpan total) =>
        await _executor.RunAsync(Decide(config, model, random), call, _executor.Now + total, default);

    private RoutingContext Decide(RuntimeSnapshot config, string model, Random random)
    {
        var context = TestRequest.Begin(config, TestRequest.Chat("Hello"), null);
        context.Begin(config, random, _executor.Now);
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, config.Find(model)));
        return context;
    }

    // Time passes only while somebody waits for it.
    private async Task<T> DriveAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            if (_time.AdvanceToNext() is null)
            {
                await Task.Yield();
            }
        }

        return await task;
    }

    private sealed class FirstOf : Random
    {
        public override int Next(int maxValue) => 0;

        public override double NextDouble() => 0.5;
    }

    private sealed class Succeeding : ICandidateCall
    {
        public ValueTask<AttemptResult> TryAsync(
            CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new AttemptResult(RoutingError.None, 200, true));

        // An ordinary plan needs no second call beside the first.
        public IUpstreamAttempt Begin(DraftNeeds needs) => throw new NotSupportedException();
    }
}
