using System.Text;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Policies;

public sealed class LatencyPolicyTests
{
    private const string Head = """
        version: 1
        providers: { p: { url: "http://h.test/v1" } }
        models:
          a: { provider: p, name: a, price: { input: 4, output: 4 } }
          b: { provider: p, name: b, price: { input: 1, output: 1 } }
          c: { provider: p, name: c, price: { input: 2, output: 2 } }
        routes:
          auto:
            pool: [a, b, c]
            reference: a
            mode: enforce
            quality: uncertified
            policy:
        """;

    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    [Fact]
    public void Fastest_ShownTimes_OrderThePool()
    {
        var (snapshot, context) = Ask(" { kind: fastest, explore: 0 }\n", ("a", 300, 900), ("b", 500, 700), ("c", 100, 2000));
        Assert.Equal("c a b", Decide(snapshot, context));
        Assert.Contains("c took 100 ms lately", Why(context), StringComparison.Ordinal);
    }

    [Fact]
    public void Fastest_Total_LooksAtTheWholeAnswer() =>
        Assert.Equal("b a c", Decide(" { kind: fastest, measure: total, explore: 0 }\n", ("a", 300, 900), ("b", 500, 700), ("c", 100, 2000)));

    [Theory]
    [InlineData("0", "c")]
    [InlineData("20%", "b")]
    public void Fastest_Slack_TakesTheCheaperOfThoseWithin(string slack, string first) =>
        Assert.StartsWith(first, Decide(" { kind: fastest, explore: 0, slack: " + slack + " }\n", ("a", 300, 300), ("b", 110, 110), ("c", 100, 100)), StringComparison.Ordinal);

    // b: mostly quick, one in five slow. Its mean is the worse, its median the better.
    [Theory]
    [InlineData("mean", "c")]
    [InlineData("p50", "b")]
    [InlineData("p90", "c")]
    [InlineData("p99", "c")]
    public void Fastest_Statistic_SaysWhichFigureCounts(string statistic, string first)
    {
        var (snapshot, context) = Ask(" { kind: fastest, explore: 0, slack: 0, statistic: " + statistic + " }\n", ("a", 900, 900));
        for (var i = 0; i < 100; i++)
        {
            Give(snapshot, "b", i % 5 == 4 ? 2000 : 50);
            Give(snapshot, "c", 200);
        }

        Assert.StartsWith(first, Decide(snapshot, context), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10m", "a")]
    [InlineData("1h", "b")]
    public void Fastest_Forget_LetsOldTimesGo(string forget, string first)
    {
        var (snapshot, context) = Ask(" { kind: fastest, explore: 0, forget: " + forget + " }\n", ("a", 300, 300));
        snapshot.Candidates[1].State.Succeeded(10, 20, 20, Now - TimeSpan.FromMinutes(30));
        Assert.StartsWith(first, Decide(snapshot, context), StringComparison.Ordinal);
    }

    [Fact]
    public void Fastest_SizesOfRequests_AreKeptApart()
    {
        var (snapshot, context) = Ask(" { kind: fastest, explore: 0, slack: 0 }\n", ("a", 100, 100), ("b", 200, 200), ("c", 900, 900));
        snapshot.Candidates[0].State.Succeeded(50_000, 9_000, 9_000, Now);
        snapshot.Candidates[1].State.Succeeded(50_000, 3_000, 3_000, Now);
        Assert.StartsWith("a", Decide(snapshot, context), StringComparison.Ordinal);

        var large = TestRequest.Begin(snapshot, TestRequest.Chat(string.Concat(Enumerable.Repeat("many words of text ", 12_000))));
        large.Begin(snapshot, new Random(1), Now);
        Router.Decide(large, snapshot.Find("auto"));
        Assert.InRange(large.EstimatedInputTokens, 16_000, 64_000);
        Assert.StartsWith("c b", TestConfig.PlanOf(large), StringComparison.Ordinal);
    }

    [Fact]
    public void Fastest_Explore_TriesTheUnknownForItsShareAndLogsIt()
    {
        var (snapshot, context) = Ask(" { kind: fastest, explore: 10% }\n", ("a", 300, 300));
        var random = new Random(5);
        var tried = 0;
        for (var i = 0; i < 10_000; i++)
        {
            context.Begin(snapshot, random, Now);
            Router.Decide(context, snapshot.Find("auto"));
            var isTry = context.Planned!.Name != "a";
            tried += isTry ? 1 : 0;
            Assert.Equal(isTry ? 0.05 : 0.9, context.Propensity, 12);
        }

        Assert.InRange(tried / 10_000.0, 0.09, 0.11);
    }

    [Fact]
    public void Fastest_NobodyShowedATime_KeepsThePoolsOrder() => Assert.Equal("a b c", Decide(" fastest\n"));

    [Fact]
    public void LeastBusy_CallsUnderWay_GoElsewhere()
    {
        var (snapshot, context) = Ask(" least-busy\n");
        Assert.Equal("a b c", Decide(snapshot, context));
        snapshot.Candidates[0].Deployments[0].State.Started();
        Assert.Equal("b c a", Decide(snapshot, context));
        Assert.Contains("0 calls under way", Why(context), StringComparison.Ordinal);
    }

    [Fact]
    public void LeastBusy_Slots_AreWhatCallsAreMeasuredBy()
    {
        var (snapshot, context) = Ask(" { kind: least-busy, slots: { a: 8 } }\n");
        for (var i = 0; i < 4; i++)
        {
            snapshot.Candidates[0].Deployments[0].State.Started();
        }

        snapshot.Candidates[1].Deployments[0].State.Started();
        snapshot.Candidates[2].Deployments[0].State.Started();
        Assert.Equal("a b c", Decide(snapshot, context));
    }

    [Theory]
    [InlineData("{ cost: 1, latency: 0, load: 0 }", "b")]
    [InlineData("{ cost: 0, latency: 1, load: 0 }", "c")]
    [InlineData("{ cost: 0, latency: 0, load: 1 }", "a")]
    [InlineData("{ cost: 1, latency: 0.1, load: 0 }", "b")]
    [InlineData("{ cost: 0.1, latency: 1, load: 0 }", "c")]
    public void Balanced_Weights_SayWhatCounts(string weights, string first)
    {
        var (snapshot, context) = Ask(" { kind: balanced, weights: " + weights + " }\n", ("a", 300, 300), ("b", 500, 500), ("c", 100, 100));
        snapshot.Candidates[1].Deployments[0].State.Started();
        snapshot.Candidates[2].Deployments[0].State.Started();
        Assert.StartsWith(first, Decide(snapshot, context), StringComparison.Ordinal);
        Assert.Contains("balanced: " + first, Why(context), StringComparison.Ordinal);
    }

    [Fact]
    public void Balanced_Measure_SaysWhichLatency()
    {
        (string, double, double)[] times = [("a", 300, 100), ("b", 100, 900), ("c", 900, 900)];
        Assert.StartsWith("b", Decide(" { kind: balanced, weights: { cost: 0, load: 0 } }\n", times), StringComparison.Ordinal);
        Assert.StartsWith("a", Decide(" { kind: balanced, weights: { cost: 0, load: 0 }, measure: total }\n", times), StringComparison.Ordinal);
    }

    // b: mostly quick, one in five slow, as above.
    [Theory]
    [InlineData("mean", "c")]
    [InlineData("p50", "b")]
    [InlineData("p90", "c")]
    public void Balanced_Statistic_SaysWhichFigureCounts(string statistic, string first)
    {
        var (snapshot, context) = Ask(" { kind: balanced, weights: { cost: 0, load: 0 }, statistic: " + statistic + " }\n", ("a", 900, 900));
        for (var i = 0; i < 100; i++)
        {
            Give(snapshot, "b", i % 5 == 4 ? 2000 : 50);
            Give(snapshot, "c", 200);
        }

        Assert.StartsWith(first, Decide(snapshot, context), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10m")]
    [InlineData("1h")]
    public void Balanced_Forget_LetsOldTimesGo(string forget)
    {
        var (snapshot, context) = Ask(" { kind: balanced, weights: { cost: 0, load: 0 }, forget: " + forget + " }\n", ("a", 300, 300));
        snapshot.Candidates[1].State.Succeeded(10, 20, 20, Now - TimeSpan.FromMinutes(30));
        var plan = Decide(snapshot, context);
        Assert.Equal(forget == "1h", plan.StartsWith('b'));
    }

    [Fact]
    public void Balanced_NoWeight_IsRefused()
    {
        var errors = TestConfig.Read(Head + " { kind: balanced, weights: { cost: 0, latency: 0, load: 0 } }\n").Errors;
        Assert.Contains("no weight is above 0", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ ttft: 400ms }", "c a b")]
    [InlineData("{ total: 400ms }", "a b c")]
    [InlineData("{ in_flight: 1 }", "c a b")]
    [InlineData("{ ttft: 1ms }", "b c a")]
    public void Cheapest_Prefer_PutsThoseThatKeepTheLimitsFirst(string prefer, string plan)
    {
        var (snapshot, context) = Ask(" { kind: cheapest, prefer: " + prefer + " }\n", ("a", 300, 300), ("b", 500, 500), ("c", 100, 900));
        snapshot.Candidates[1].Deployments[0].State.Started();
        Assert.Equal(plan, Decide(snapshot, context));
        Assert.Contains("keep the soft limits", Why(context), StringComparison.Ordinal);
    }

    [Fact]
    public void Cheapest_EmptyPrefer_IsRefused()
    {
        var errors = TestConfig.Read(Head + " { kind: cheapest, prefer: {} }\n").Errors;
        Assert.Contains("no soft limit", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" fastest\n")]
    [InlineData(" least-busy\n")]
    [InlineData(" balanced\n")]
    [InlineData(" { kind: cheapest, prefer: { ttft: 400ms, in_flight: 3 } }\n")]
    public void Decide_LatencyAndLoad_AllocatesNothing(string policy)
    {
        var (snapshot, context) = Ask(policy, ("a", 300, 300), ("b", 500, 500));
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            Once();
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Once();
            }
        }));

        void Once()
        {
            context.Begin(snapshot, random, Now);
            Router.Decide(context, snapshot.Find("auto"u8));
        }
    }

    [Fact]
    public void Reload_SameModels_KeepTheirTimes()
    {
        var (snapshot, _) = Ask(" { kind: fastest, explore: 0 }\n", ("c", 100, 100));
        var next = TestConfig.Build(Head + " { kind: fastest, explore: 0, slack: 0 }\n", snapshot);
        var context = TestRequest.Begin(next, TestRequest.Chat("hi"));
        Assert.StartsWith("c", Decide(next, context), StringComparison.Ordinal);
    }

    private static (RuntimeSnapshot Snapshot, RoutingContext Context) Ask(string policy, params (string Model, double First, double Total)[] times)
    {
        var snapshot = TestConfig.Build(Head + policy);
        foreach (var (model, first, total) in times)
        {
            Array.Find(snapshot.Candidates, candidate => candidate.Name == model)!.State.Succeeded(10, first, total, Now);
        }

        var context = new RoutingContext();
        TestRequest.Fill(context.Facts, Encoding.UTF8.GetBytes(TestRequest.Chat("hi")));
        return (snapshot, context);
    }

    private static void Give(RuntimeSnapshot snapshot, string model, double milliseconds) =>
        Array.Find(snapshot.Candidates, candidate => candidate.Name == model)!.State.Succeeded(10, milliseconds, milliseconds, Now);

    private static string Decide(string policy, params (string Model, double First, double Total)[] times)
    {
        var (snapshot, context) = Ask(policy, times);
        return Decide(snapshot, context);
    }

    private static string Decide(RuntimeSnapshot snapshot, RoutingContext context)
    {
        context.Begin(snapshot, new Random(1), Now);
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, snapshot.Find("auto")));
        return TestConfig.PlanOf(context);
    }

    private static string Why(RoutingContext context) => context.Policy!.Name + ": " + context.Policy.Explain(context.Note, context.Candidates);
}
