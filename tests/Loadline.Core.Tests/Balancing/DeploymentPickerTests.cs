using Loadline.Core.Balancing;
using Loadline.Core.Health;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Balancing;

/// <summary>How a model's calls are shared among its deployments.</summary>
public sealed class DeploymentPickerTests
{
    private const int Picks = 6000;

    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("weighted", 0.5, 0.17)]
    [InlineData("round-robin", 0.5, 0.1667)]
    public void Pick_ByWeight_SharesAsTheWeightsSay(string balance, double first, double second)
    {
        var counts = Count(Model(balance), ulong.MaxValue);
        Assert.Equal([first, second, 1 - first - second], counts.Select(count => (double)count / Picks), (a, b) => Math.Abs(a - b) < 0.03);
    }

    [Theory]
    [InlineData("weighted")]
    [InlineData("round-robin")]
    [InlineData("least-busy")]
    [InlineData("p2c")]
    [InlineData("cheapest")]
    [InlineData("cache-affine")]
    public void Pick_AnyKind_KeepsToTheMaskAndAllocatesNothing(string balance)
    {
        var model = Model(balance);
        var context = Context(model);
        Assert.Equal(-1, DeploymentPicker.Pick(context, model, 0, Now));
        Assert.Equal(1, DeploymentPicker.Pick(context, model, 0b010, Now));
        Assert.All(Enumerable.Range(0, 200), _ => Assert.NotEqual(1, DeploymentPicker.Pick(context, model, 0b101, Now)));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                DeploymentPicker.Pick(context, model, 0b111, Now);
            }
        }));
    }

    [Fact]
    public void Pick_LeastBusy_CountsWhatRunsByWeight()
    {
        var model = Model("least-busy");
        Start(model, 0, 4);
        Start(model, 1, 2);
        Start(model, 2, 3);

        // 4 of weight 3, 2 of weight 1, 3 of weight 2.
        Assert.Equal(0, DeploymentPicker.Pick(Context(model), model, 0b111, Now));
        Assert.Equal(2, DeploymentPicker.Pick(Context(model), model, 0b110, Now));
    }

    [Fact]
    public void Pick_PowerOfTwo_NeverTakesTheWorstOfThree()
    {
        var model = Model("p2c");
        model.Deployments[0].State.Sampled(2000, Now);
        model.Deployments[1].State.Sampled(20, Now);
        model.Deployments[2].State.Sampled(20, Now);
        var counts = Count(model, 0b111);
        Assert.Equal(0, counts[0]);
        Assert.All(counts[1..], count => Assert.True(count > Picks / 10));
    }

    [Fact]
    public void Sampled_APeak_CountsAtOnceAndFades()
    {
        var state = new DeploymentState();
        state.Sampled(10, Now);
        state.Sampled(1000, Now);
        Assert.Equal(1000, state.PeakMs(Now));
        state.Sampled(10, Now + TimeSpan.FromSeconds(30));
        Assert.InRange(state.PeakMs(Now + TimeSpan.FromSeconds(30)), 10, 80);
    }

    [Fact]
    public void Pick_Cheapest_UnknownPriceIsLast()
    {
        var model = Model("cheapest");
        Assert.Equal(0, DeploymentPicker.Pick(Context(model), model, 0b111, Now));
    }

    [Theory]
    [InlineData("\"prompt_cache_key\":\"conversation-{0}\",\"user\":\"same\"")]
    [InlineData("\"user\":\"user-{0}\"")]
    [InlineData("\"pad\":{0}")]
    public void Pick_CacheAffine_SameConversationSameDeploymentAndOnlyTheLostOnesMove(string member)
    {
        var model = Model("cache-affine");
        var homes = new int[3];
        var moved = 0;
        for (var i = 0; i < 600; i++)
        {
            // Two turns: the second repeats the first message.
            var more = member.Replace("{0}", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var question = member.Contains("pad", StringComparison.Ordinal) ? i : 0;
            var first = Pick($$"""{"model":"m","messages":[{"role":"user","content":"Question {{question}}"}],{{more}}}""", 0b111);
            var second = Pick($$"""{"model":"m","messages":[{"role":"user","content":"Question {{question}}"},{"role":"assistant","content":"a"},{"role":"user","content":"more {{i}}"}],{{more}}}""", 0b111);
            Assert.Equal(first, second);
            homes[first]++;
            var without = Pick($$"""{"model":"m","messages":[{"role":"user","content":"Question {{question}}"}],{{more}}}""", 0b101);
            moved += without != first && first != 1 ? 1 : 0;
        }

        Assert.Equal(0, moved);
        Assert.Equal([0.5, 0.167, 0.333], homes.Select(count => count / 600.0), (a, b) => Math.Abs(a - b) < 0.07);

        int Pick(string body, ulong mask) => DeploymentPicker.Pick(Context(model, body), model, mask, Now);
    }

    /// <summary>Row 40: whoever comes back gets a growing share, under every kind of balance.</summary>
    [Theory]
    [InlineData("weighted")]
    [InlineData("round-robin")]
    [InlineData("least-busy")]
    [InlineData("p2c")]
    public void Pick_BackFromTheBench_GetsAGrowingShare(string balance)
    {
        var model = Model(balance);
        var gate = model.Deployments[0].State.Gate;
        var random = new Random(3);
        gate.Bench(Now - TimeSpan.FromMinutes(1), random);
        gate.Succeeded(Now, Now);
        var shares = new[] { 0.0, 5, 10 }.Select(seconds => Count(model, 0b111, Now + TimeSpan.FromSeconds(seconds))[0]).ToList();
        Assert.Equal(HealthState.Ramping, gate.State(Now));
        Assert.True(shares[0] < shares[1] && shares[1] < shares[2], string.Join(' ', shares));
        Assert.True(shares[0] < Picks / 5, string.Join(' ', shares));
    }

    private static void Start(CandidateSnapshot model, int deployment, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            model.Deployments[deployment].State.Started();
        }
    }

    private static int[] Count(CandidateSnapshot model, ulong mask, TimeSpan? now = null)
    {
        var counts = new int[model.Deployments.Length];
        var context = Context(model);
        for (var i = 0; i < Picks; i++)
        {
            counts[DeploymentPicker.Pick(context, model, mask, now ?? Now)]++;
        }

        return counts;
    }

    private static RoutingContext Context(CandidateSnapshot model, string? body = null)
    {
        var config = TestConfig.Build(TestConfig.Head);
        Assert.NotNull(model);
        return TestRequest.Begin(config, body ?? TestRequest.Chat("Hello"), null);
    }

    private static CandidateSnapshot Model(string balance) => TestConfig.Build($$"""
        version: 1
        providers: { p: { url: "http://127.0.0.1:9/v1" } }
        models:
          m:
            balance: {{balance}}
            deployments: [{ provider: p, name: d0, weight: 3 }, { provider: p, name: d1 }, { provider: p, name: d2, weight: 2 }]

        """).Candidates[0];
}
