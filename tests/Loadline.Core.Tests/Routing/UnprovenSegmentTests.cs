using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Routing;

/// <summary>In a segment without a proof the reference serves; what it cannot take is served as before there was one, and never as certified.</summary>
public sealed class UnprovenSegmentTests
{
    private const string Head = """
        version: 1
        providers:
          home: { url: "http://127.0.0.1:9/v1", residency: on-premises }
          cloud: { url: "https://cloud.test/v1", residency: eu }
        models:
          local-a: { provider: home, name: a, price: { input: 1, output: 1 }, can: [tools] }
          local-b: { provider: home, name: b, price: { input: 2, output: 2 }, can: [tools] }
          large: { provider: cloud, name: l, price: { input: 10, output: 10 }, can: [schema] }
        routes:
          auto:
            pool: [local-a, local-b, large]
            reference: large
            quality: { keep: 0.5, segments: tenant }
            policy: { kind: fixed, use: local-b }

        """;

    private const string Tools = ",\"tools\":[{\"type\":\"function\"}]";

    [Fact]
    public void Decide_ResidencyRuleWithoutTheReference_ServesByTheRoutesPolicyUncertified()
    {
        var context = Decide("    rules: [{ name: private, when: { turns: 1 }, residency: on-premises, pool: [local-a, local-b] }]", "");
        Assert.Equal(("local-b", "private"), (context.Planned!.Name, context.Rule!.Name));
        Assert.Equal(QualityStandings.Uncertified, Quality(context));
    }

    [Fact]
    public void Decide_RequestThatTheReferenceCannotTake_ServesByTheRoutesPolicyUncertified()
    {
        var context = Decide("", Tools);
        Assert.Equal(("local-b", "policy=fixed"), (context.Planned!.Name, context.Reason));
        Assert.Equal(QualityStandings.Uncertified, Quality(context));
    }

    [Fact]
    public void Decide_RequestThatTheReferenceTakes_IsItsOwn()
    {
        var context = Decide("    rules: [{ name: short, when: { turns: 1 }, use: local-a }]", "");
        Assert.Equal(("large", "segment not proven"), (context.Planned!.Name, context.Reason));
        Assert.Equal(QualityStandings.Reference, Quality(context));
    }

    // Benched is no reason for a weaker model to step in unasked.
    [Fact]
    public void Decide_BenchedReference_IsTriedAllTheSame()
    {
        var snapshot = Snapshot("");
        foreach (var deployment in snapshot.Find("auto")!.Reference!.Deployments)
        {
            deployment.State.Gate.Bench(TimeSpan.Zero, new Random(1));
        }

        var context = Decide(snapshot, "", "shop");
        Assert.Equal("large", context.Planned!.Name);
    }

    [Fact]
    public void Quality_RuleThatNamesALocalModel_IsCertifiedOnlyWhereThatWasProven()
    {
        var snapshot = Snapshot("    rules: [{ name: private, when: { turns: 1 }, use: local-a, residency: on-premises }]");
        foreach (var (tenant, quality) in new[] { ("search", QualityStandings.Certified), ("shop", QualityStandings.Uncertified), (null, QualityStandings.Uncertified) })
        {
            var context = Decide(snapshot, "", tenant);
            Assert.Equal(("local-a", quality), (context.Planned!.Name, Quality(context)));
        }
    }

    private static RuntimeSnapshot Snapshot(string rules) => Proof.Build(Proof.Certified(
        TestConfig.Good(Head + rules), RouteMode.Enforce, Proof.Segment("search", true), Proof.Segment("shop", false)));

    private static RoutingContext Decide(string rules, string more) => Decide(Snapshot(rules), more, "shop");

    private static RoutingContext Decide(RuntimeSnapshot snapshot, string more, string? tenant)
    {
        var context = TestRequest.Begin(snapshot, TestRequest.Chat("hello", more: more));
        context.Scope = KeyScope.All with { Tenant = tenant };
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, snapshot.Find("auto")));
        return context;
    }

    private static string Quality(RoutingContext context) =>
        new FinishedDecision(context, new FinishedRequest { Id = "", Time = default, Served = context.Plan[0], Attempts = [] }).Quality;
}
