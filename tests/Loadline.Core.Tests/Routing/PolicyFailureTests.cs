using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Routing;

/// <summary>Row 41: a policy that fails costs the caller its advice, never the request.</summary>
public sealed class PolicyFailureTests
{
    [Theory]
    [InlineData("pool: [small, large], reference: large, mode: enforce, quality: uncertified", "large")]
    [InlineData("pool: [small, large], reference: large", "large")]
    public void Decide_PolicyThrows_TheReferenceServes(string route, string plan)
    {
        var context = Decide(route);
        Assert.Equal((plan, Router.PolicyFailed), (TestConfig.PlanOf(context), context.Reason));
    }

    [Fact]
    public void Decide_PolicyThrowsAndReferenceIsExcluded_TheFallbackServes() => Assert.Equal(
        "small",
        TestConfig.PlanOf(Decide("pool: [small, large], reference: large, mode: enforce, quality: uncertified, limits: { max_cost_usd: 0.001 }, fallbacks: { any: [small] }")));

    [Fact]
    public void Decide_PolicyThrowsHalfway_NothingOfItsOrderStays()
    {
        var context = Decide("pool: [small, large], reference: large, mode: enforce, quality: uncertified", appendsFirst: true);
        Assert.Equal(("large", Router.PolicyFailed), (TestConfig.PlanOf(context), context.Reason));
    }

    private static RoutingContext Decide(string route, bool appendsFirst = false)
    {
        var config = TestConfig.Good(TestConfig.Head + $"routes: {{ auto: {{ policy: cheapest, {route} }} }}");
        config = config with { Routes = [.. config.Routes.Select(one => one with { Policy = new Throwing(appendsFirst) })] };
        var snapshot = SnapshotBuilder.Build(config, null, TestCatalog.Empty);
        var context = TestRequest.Begin(snapshot, TestRequest.Chat("hello"));
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, snapshot.Find("auto")));
        return context;
    }

    private sealed record Throwing(bool AppendsFirst) : PolicyConfig, IRoutingPolicy
    {
        public override string Kind => "throwing";

        public override IEnumerable<string> Candidates => [];

        public string Name => Kind;

        public override IRoutingPolicy Create(CandidateSet candidates) => this;

        public override string Describe() => Kind;

        public void Order(RoutingContext context)
        {
            if (AppendsFirst)
            {
                context.Append(0);
            }

            throw new InvalidOperationException("A defect in a policy.");
        }
    }
}
