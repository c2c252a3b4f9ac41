using Loadline.Core.Keys;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Routing;

public sealed class RouterTests
{
    private const string Head = """
        version: 1
        providers:
          home: { url: "http://127.0.0.1:9/v1", residency: on-premises }
          cloud: { url: "https://cloud.test/v1", residency: eu }
        models:
          small: { provider: home, name: s, price: { input: 1, output: 1 }, context: 1k, can: [tools] }
          medium: { provider: cloud, name: m, price: { input: 2, output: 2 }, max_output: 100 }
          large: { provider: cloud, name: l, price: { input: 10, output: 10 } }
          unpriced: { provider: home, name: u }

        """;

    private static readonly string Hello = TestRequest.Chat("hello");

    [Fact]
    public void Decide_UnknownName_SaysSo()
    {
        var snapshot = TestConfig.Build(Head);
        Assert.Equal(RoutingStatus.UnknownModel, Router.Decide(TestRequest.Begin(snapshot, Hello), snapshot.Find("nothing")));
    }

    [Fact]
    public void Decide_KeyAllowsOneModel_NoOtherServesNotEvenAsReferenceOrFallback()
    {
        var context = Scoped(new KeyScope { Models = ["medium"] });
        Assert.Equal("medium", context.Planned!.Name);
        Assert.Equal(1, context.Plan.Length);
    }

    [Fact]
    public void Decide_KeyWithResidency_KeepsDataThere() =>
        Assert.Equal("medium", Scoped(new KeyScope { Residency = "eu" }).Planned!.Name);

    [Fact]
    public void Decide_KeyWithHighestCost_ExcludesWhatWouldCostMore()
    {
        var context = Scoped(new KeyScope { MaxCostUsd = 0 }, RoutingStatus.NoEligibleCandidate);
        Assert.Equal(Exclusion.OverCostLimit, context.Evaluations[0].Exclusion & Exclusion.OverCostLimit);
    }

    [Fact]
    public void Decide_KeyWithoutTheRoute_IsRefused() => Scoped(new KeyScope { Routes = ["other"] }, RoutingStatus.RouteNotAllowed);

    [Fact]
    public void Decide_KeyAndRuleWantTwoPlaces_NobodyMayServe()
    {
        var snapshot = TestConfig.Build(Head + "routes: { auto: { pool: [small, medium], reference: medium, mode: enforce, quality: uncertified, policy: cheapest, rules: [ { name: r, when: { turns: 1 }, residency: on-premises } ] } }");
        var context = TestRequest.Begin(snapshot, Hello);
        context.Scope = new KeyScope { Residency = "eu" };
        Assert.Equal(RoutingStatus.NoEligibleCandidate, Router.Decide(context, snapshot.Find("auto")));
        Assert.True(context.Evaluations[0].Exclusion.HasFlag(Exclusion.NotAllowed));
    }

    private static RoutingContext Scoped(KeyScope scope, RoutingStatus expected = RoutingStatus.Decided)
    {
        var snapshot = TestConfig.Build(Head + "routes: { auto: { pool: [small, medium, large], reference: large, mode: enforce, quality: uncertified, policy: cheapest, fallbacks: { any: [small] } } }");
        var context = TestRequest.Begin(snapshot, Hello);
        context.Scope = scope;
        Assert.Equal(expected, Router.Decide(context, snapshot.Find("auto")));
        return context;
    }

    [Fact]
    public void Decide_SeveralRulesHold_TheFirstDecides()
    {
        var context = Decide("[small, large]", "cheapest", "[ { name: no, when: { tools: true }, use: small }, { name: yes, when: { turns: 1 }, use: large }, { name: late, when: { turns: 1 }, use: small } ]", Hello);
        Assert.Equal("large", context.Planned!.Name);
        Assert.Equal("rule=yes policy=fixed", context.Reason);
        Assert.Equal("yes", context.Rule!.Name);
    }

    [Fact]
    public void Decide_NoRuleHolds_TheRoutesPolicyDecides()
    {
        var context = Decide("[small, large]", "cheapest", "[ { name: no, when: { tools: true }, use: large } ]", Hello);
        Assert.Equal(("small", "policy=cheapest", null), (context.Planned!.Name, context.Reason, context.Rule));
    }

    [Fact]
    public void Decide_RuleWithPool_ChoosesOnlyThere() =>
        Assert.Equal("medium large", Plan("[small, medium, large]", "cheapest", "[ { name: r, when: { turns: 1 }, pool: [medium, large] } ]", Hello));

    [Fact]
    public void Decide_RuleWithPolicy_UsesIt()
    {
        var context = Decide("[small, medium, large]", "cheapest", "[ { name: r, when: { turns: 1 }, policy: { kind: fixed, use: medium } } ]", Hello);
        Assert.Equal(("medium", "rule=r policy=fixed"), (context.Planned!.Name, context.Reason));
    }

    [Fact]
    public void Decide_RuleWithPoolOfOneUnderNamingPolicy_UsesThatOne() =>
        Assert.Equal("small large", Plan("[small, large]", "{ kind: fixed, use: large }", "[ { name: r, when: { turns: 1 }, pool: [small] } ]", Hello));

    [Theory]
    [InlineData("""{"model":"auto","tools":[{}],"messages":[]}""", "limited: { provider: cloud, name: x, can: [images] }", Exclusion.NoTools)]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "limited: { provider: cloud, name: x, can: [tools] }", Exclusion.NoImages)]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":[{"type":"input_audio"}]}]}""", "limited: { provider: cloud, name: x, can: [tools] }", Exclusion.NoAudio)]
    [InlineData("""{"model":"auto","response_format":{"type":"json_schema"},"messages":[]}""", "limited: { provider: cloud, name: x, can: [tools] }", Exclusion.NoSchema)]
    [InlineData("""{"model":"auto","input":"embed me"}""", "limited: { provider: cloud, name: x }", Exclusion.NoEmbeddings)]
    [InlineData("""{"model":"auto","max_tokens":50,"messages":[]}""", "limited: { provider: cloud, name: x, context: 49 }", Exclusion.ContextTooSmall)]
    public void Decide_CandidateThatCannot_IsExcludedWithTheReason(string body, string model, Exclusion expected)
    {
        var context = TestConfig.Decide(
            Head.Replace("  unpriced", "  other: { provider: cloud, name: o, can: [tools, images, audio, schema, embeddings] }\n  " + model + "\n  unpriced", StringComparison.Ordinal)
            + "routes:\n  auto: { pool: [limited, other], reference: other, mode: enforce, quality: uncertified, policy: cheapest }\n",
            body);
        Assert.Equal(expected, context.Evaluations[0].Exclusion);
        Assert.Equal(Exclusion.None, context.Evaluations[1].Exclusion);
        Assert.Equal("other", TestConfig.PlanOf(context));
    }

    [Fact]
    public void Decide_OutputCapAboveTheModels_NeedsOnlyTheModels()
    {
        // 1,000 tokens of window hold the prompt and the 100 that this model can write at all, whatever the caller allows.
        var text = Head.Replace("max_output: 100 }", "max_output: 100, context: 200 }", StringComparison.Ordinal);
        var context = TestConfig.Decide(text + Route("[medium]", "cheapest", "", "medium"), TestRequest.Chat("hello", more: ",\"max_tokens\":5000"));
        Assert.Equal(Exclusion.None, context.Evaluations[0].Exclusion);
    }

    [Fact]
    public void Decide_CostLimit_ExcludesTheDearAndTheUnknown()
    {
        var context = Decide("[small, large, unpriced]", "cheapest", "", Hello, "limits: { max_cost_usd: 0.001 },");
        Assert.Equal((Exclusion.None, Exclusion.OverCostLimit, Exclusion.PriceUnknown), Exclusions(context));
        Assert.Equal("small", TestConfig.PlanOf(context));
    }

    [Fact]
    public void Decide_CallersLimit_OnlyNarrows()
    {
        var text = Head + Route("[small, large]", "{ kind: fixed, use: large }", "", "small", "limits: { max_cost_usd: 0.001 },");
        Assert.Equal("small", Served(1000, null));
        Assert.Equal("none", Served(1e-9, null));
        var open = Head + Route("[small, large]", "{ kind: fixed, use: large }", "", "small");
        text = open;
        Assert.Equal("large small", Served(1000, null));
        Assert.Equal("small", Served(0.001, null));
        Assert.Equal("none", Served(1e-9, null));

        string Served(double? maxCost, double? maxLatency)
        {
            var snapshot = TestConfig.Build(text);
            var context = TestRequest.Begin(snapshot, Hello);
            context.Facts.Hints = new() { MaxCostUsd = maxCost, MaxLatencyMs = maxLatency };
            return Router.Decide(context, snapshot.Find("auto")) == RoutingStatus.Decided ? TestConfig.PlanOf(context) : "none";
        }
    }

    [Fact]
    public void Decide_LatencyLimits_ExcludeWhoWasSlowLately()
    {
        var snapshot = TestConfig.Build(Head + Route("[small, large]", "{ kind: fixed, use: large }", "", "small", "limits: { max_ttft: 1s },"));
        snapshot.Candidates[2].Deployments[0].State.Succeeded(1500, 2000);
        var context = TestRequest.Begin(snapshot, Hello);
        Router.Decide(context, snapshot.Find("auto"));
        Assert.Equal((Exclusion.None, Exclusion.OverLatencyLimit), (context.Evaluations[0].Exclusion, context.Evaluations[1].Exclusion));

        // The caller's limit is on the whole call; without samples there is nothing to hold against a candidate.
        snapshot = TestConfig.Build(Head + Route("[small, large]", "{ kind: fixed, use: large }", "", "small"));
        snapshot.Candidates[2].Deployments[0].State.Succeeded(100, 2000);
        context = TestRequest.Begin(snapshot, Hello);
        context.Facts.Hints = new() { MaxLatencyMs = 1999 };
        Router.Decide(context, snapshot.Find("auto"));
        Assert.Equal((Exclusion.None, Exclusion.OverLatencyLimit), (context.Evaluations[0].Exclusion, context.Evaluations[1].Exclusion));
    }

    [Fact]
    public void Decide_LatencyUnderResidency_CountsOnlyDeploymentsThere()
    {
        var text = Head.Replace("  unpriced:", "  both: { deployments: [ { provider: home, name: b }, { provider: cloud, name: b } ] }\n  unpriced:", StringComparison.Ordinal);
        var snapshot = TestConfig.Build(text + Route("[both]", "cheapest", "[ { name: r, when: { turns: 1 }, residency: on-premises } ]", "both", "limits: { max_ttft: 1s },"));
        var both = Array.Find(snapshot.Candidates, candidate => candidate.Name == "both")!;
        both.Deployments[0].State.Succeeded(5000, 5000);
        var context = TestRequest.Begin(snapshot, Hello);
        Assert.Equal(RoutingStatus.NoEligibleCandidate, Router.Decide(context, snapshot.Find("auto")));
        Assert.Equal(Exclusion.OverLatencyLimit, context.Evaluations[0].Exclusion);
    }

    [Fact]
    public void Decide_Observe_TheReferenceServesAndTheChoiceIsKept()
    {
        var context = TestConfig.Decide(Head + "routes:\n  auto: { pool: [small, large], reference: large, policy: cheapest }\n", Hello);
        Assert.Equal("large", TestConfig.PlanOf(context));
        Assert.Equal("small", context.Candidates.All[context.Choice].Name);
    }

    [Fact]
    public void Decide_Enforce_TheChoiceServesThenItsStandInsThenTheReference() =>
        Assert.Equal("small medium large", Plan("[small, medium]", "cheapest", "", Hello));

    [Fact]
    public void Decide_NamedFallbacks_ComeLastAndOnlyWhenNamed()
    {
        Assert.Equal("large", Plan("[small, large]", "{ kind: fixed, use: large }", "", Hello));
        Assert.Equal("large medium small", Plan("[small, large]", "{ kind: fixed, use: large }", "", Hello, "fallbacks: { any: [medium, small] },"));
        var observed = TestConfig.Decide(Head + "routes:\n  auto: { pool: [small, large], reference: large, policy: cheapest, fallbacks: { any: [medium] } }\n", Hello);
        Assert.Equal("large medium", TestConfig.PlanOf(observed));
    }

    [Theory]
    [InlineData("observe")]
    [InlineData("enforce, quality: uncertified")]
    public void Decide_Residency_BindsChoiceReferenceAndFallbacks(string mode)
    {
        var text = Head + $"routes:\n  auto: {{ pool: [small, medium, large], reference: large, mode: {mode}, policy: cheapest, fallbacks: {{ any: [medium, unpriced] }},\n"
            + "    rules: [ { name: private, when: { turns: 1 }, residency: ON-premises } ] }\n";
        var context = TestConfig.Decide(text, Hello);
        Assert.Equal("small unpriced", TestConfig.PlanOf(context));
        Assert.Equal("ON-premises", context.Residency);
        Assert.Equal(Exclusion.Residency, context.Evaluations[1].Exclusion);
        Assert.Equal(Exclusion.Residency, context.Evaluations[2].Exclusion);
    }

    [Fact]
    public void Decide_EverybodyExcluded_SaysWhyForEach()
    {
        var context = TestConfig.Decide(
            Head + Route("[small, large]", "cheapest", "", "large"), """{"model":"auto","input":"x"}""", RoutingStatus.NoEligibleCandidate);
        Assert.All(context.Evaluations.ToArray(), evaluation => Assert.True(evaluation.Exclusion.HasFlag(Exclusion.NoEmbeddings)));
        Assert.Equal((0, -1, null), (context.Plan.Length, context.Choice, context.Planned));
    }

    [Theory]
    [InlineData("large", "large")]
    [InlineData("cloud/l", "cloud/l")]
    public void Decide_ModelByItsOwnName_IsCalledAsItIs(string name, string expected)
    {
        var context = TestConfig.Decide(Head + Route("[small, large]", "cheapest", "", "small"), Hello, model: name);
        Assert.Equal((expected, "direct", true), (TestConfig.PlanOf(context), context.Reason, context.Route!.IsDirect));
        Assert.Equal("l", context.Planned!.Deployments[0].Name);
    }

    // A caller states what it likes in the body; where a request goes is the config's alone.
    [Fact]
    public void Decide_BodyThatNamesAddresses_ChangesNoDestination()
    {
        var body = """{"model":"auto","base_url":"http://evil.test","provider":"evil","metadata":{"url":"http://evil.test","residency":"eu"},"messages":[{"role":"user","content":"x"}]}""";
        var context = TestConfig.Decide(Head + Route("[small, large]", "cheapest", "", "large"), body);
        Assert.Equal(["127.0.0.1", "cloud.test"], context.Plan.ToArray().Select(i => context.Candidates.All[i].Deployments[0].Provider.Config.Url!.Host));
    }

    private static (Exclusion, Exclusion, Exclusion) Exclusions(RoutingContext context) =>
        (context.Evaluations[0].Exclusion, context.Evaluations[1].Exclusion, context.Evaluations[2].Exclusion);

    private static string Plan(string pool, string policy, string rules, string body, string more = "") => TestConfig.PlanOf(Decide(pool, policy, rules, body, more));

    private static RoutingContext Decide(string pool, string policy, string rules, string body, string more = "") =>
        TestConfig.Decide(Head + Route(pool, policy, rules, "large", more), body);

    private static string Route(string pool, string policy, string rules, string reference, string more = "") =>
        $"routes:\n  auto: {{ pool: {pool}, reference: {reference}, mode: enforce, quality: uncertified, {more}\n"
        + (rules.Length == 0 ? "" : "    rules: " + rules + ",\n") + "    policy: " + policy + " }\n";
}
