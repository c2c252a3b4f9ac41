using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Policies;

public sealed class PolicyTests
{
    // Four models: three prices and an unknown one; `c` alone takes no tools.
    private const string Head = """
        version: 1
        providers: { p: { url: "http://h.test/v1" } }
        models:
          a: { provider: p, name: a, price: { input: 5, output: 5 } }
          b: { provider: p, name: b, price: { input: 1, output: 1 } }
          c: { provider: p, name: c, price: { input: 3, output: 3 }, can: [images] }
          d: { provider: p, name: d }
        routes:
          auto:
            pool: [a, b, c, d]
            reference: a
            mode: enforce
            quality: uncertified
            policy:
        """;

    private static readonly string ToolBody = TestRequest.Chat("hi", more: ",\"tools\":[{}]");

    [Fact]
    public void Cheapest_PricedAndUnpriced_OrdersByCostUnknownLast()
    {
        var context = TestConfig.Decide(Head + " cheapest\n", TestRequest.Chat("hi"));
        Assert.Equal("b c a d", TestConfig.PlanOf(context));
        Assert.Equal("policy=cheapest", context.Reason);
    }

    [Fact]
    public void Cheapest_ExcludedCandidate_IsPassedOver() =>
        Assert.Equal("b a d", TestConfig.PlanOf(TestConfig.Decide(Head + " cheapest\n", ToolBody)));

    [Fact]
    public void Cheapest_EqualCosts_KeepTheOrderOfThePool()
    {
        var text = Head.Replace("input: 5, output: 5", "input: 1, output: 1", StringComparison.Ordinal).Replace("input: 3, output: 3", "input: 1, output: 1", StringComparison.Ordinal);
        Assert.Equal("a b c d", TestConfig.PlanOf(TestConfig.Decide(text + " cheapest\n", TestRequest.Chat("hi"))));
    }

    [Fact]
    public void Fixed_OneCandidate_OnlyTheReferenceFollows() =>
        Assert.Equal("c a", TestConfig.PlanOf(TestConfig.Decide(Head + " { kind: fixed, use: c }\n", TestRequest.Chat("hi"))));

    [Fact]
    public void Fixed_Excluded_LeavesTheChoiceToTheReference()
    {
        var context = TestConfig.Decide(Head + " { kind: fixed, use: c }\n", ToolBody);
        Assert.Equal("a", TestConfig.PlanOf(context));
        Assert.Equal("a", context.Candidates.All[context.Choice].Name);
    }

    [Fact]
    public void Weighted_ManyDraws_KeepTheShares()
    {
        var shares = Draws(" { kind: weighted, weights: { a: 10, b: 60, c: 30 } }\n", TestRequest.Chat("hi"), 20_000);
        Assert.InRange(shares["a"], 0.09, 0.11);
        Assert.InRange(shares["b"], 0.585, 0.615);
        Assert.InRange(shares["c"], 0.285, 0.315);
        Assert.False(shares.ContainsKey("d"));
    }

    [Fact]
    public void Weighted_ExcludedCandidate_IsNeverDrawnAndTheOthersKeepTheirRatio()
    {
        var shares = Draws(" { kind: weighted, weights: { a: 10, b: 30, c: 60 } }\n", ToolBody, 20_000);
        Assert.InRange(shares["b"], 0.735, 0.765);
        Assert.False(shares.ContainsKey("c"));
    }

    [Fact]
    public void Weighted_AfterTheDraw_TheOthersStandInByWeight()
    {
        var plan = TestConfig.PlanOf(TestConfig.Decide(Head + " { kind: weighted, weights: { a: 1, b: 1000, c: 30 } }\n", TestRequest.Chat("hi")));
        Assert.Equal("b c a", plan);
    }

    [Fact]
    public void Weighted_SameSeed_DrawsTheSame()
    {
        var snapshot = TestConfig.Build(Head + " { kind: weighted, weights: { a: 1, b: 1, c: 1 } }\n");
        var first = Enumerable.Range(0, 50).Select(seed => Decide(seed)).ToList();
        Assert.Equal(first, Enumerable.Range(0, 50).Select(seed => Decide(seed)));
        Assert.Equal(3, first.Distinct().Count());

        string Decide(int seed)
        {
            var context = TestRequest.Begin(snapshot, TestRequest.Chat("hi"), seed: seed);
            Router.Decide(context, snapshot.Find("auto"));
            return context.Planned!.Name;
        }
    }

    // Bounds are set around the score that the request really has, so that the test holds for any scorer; a bound itself lies above its band.
    [Theory]
    [InlineData(1.1, 1.2, "b c a")]
    [InlineData(1.0, 1.2, "c a")]
    [InlineData(0.5, 1.1, "c a")]
    [InlineData(0.5, 1.0, "a")]
    [InlineData(0.2, 0.5, "a")]
    public void Tiered_EachBand_ChoosesItsCandidateThenTheStronger(double first, double second, string plan) =>
        Assert.Equal(plan, Tiered(first, second, ",\"max_tokens\":5"));

    [Theory]
    [InlineData(1.1, 1.2, "b a")]
    [InlineData(0.5, 1.1, "a")]
    public void Tiered_ExcludedBand_GoesToTheNextStronger(double first, double second, string plan) =>
        Assert.Equal(plan, Tiered(first, second, ",\"tools\":[{}]"));

    [Fact]
    public void Kinds_EachName_IsItsConfigsAndItsPolicysName()
    {
        Assert.Equal(["cheapest", "tiered", "predictive", "weighted", "fixed", "fastest", "least-busy", "balanced", "stage", "semantic", "bandit", "llm"], PolicyKinds.Names);
        // A trained policy needs its file, and describes itself by the content: PredictivePolicyTests; examples by their digest: SemanticPolicyTests.
        foreach (var kind in PolicyKinds.All.Where(kind => kind.Name is not ("predictive" or "semantic")))
        {
            var text = kind.Example.Replace("small", "b", StringComparison.Ordinal).Replace("large", "a", StringComparison.Ordinal).Replace("medium", "c", StringComparison.Ordinal);
            var policy = TestConfig.Good(Head + " " + text + "\n").Routes[0].Policy;
            Assert.Equal(kind.Name, policy.Kind);

            // Those that came with all keys optional write their defaults out; what they write reads as the same.
            var described = policy.Describe();
            Assert.Equal(described, TestConfig.Good(Head + " " + described + "\n").Routes[0].Policy.Describe());
            Assert.True(described == text || text.StartsWith("{ kind: " + kind.Name, StringComparison.Ordinal) || text == kind.Name, described);
            Assert.Equal(kind.Name, policy.Create(TestConfig.Build(Head + " cheapest\n").Routes[0].Candidates).Name);
        }
    }

    private static string Tiered(double first, double second, string more)
    {
        var body = TestRequest.Chat(string.Concat(Enumerable.Repeat("I had a nice walk today and then we ate some bread. ", 12)), more: more);
        var score = TestRequest.Begin(null, body).Signals.Complexity.Score;
        Assert.InRange(score, 0.05f, 0.8f);
        var snapshot = TestConfig.Build(FormattableString.Invariant(
            $"{Head} {{ kind: tiered, tiers: [{{ below: {(decimal)(score * first)}, use: b }}, {{ below: {(decimal)(score * second)}, use: c }}, {{ use: a }}] }}\n"));
        var context = TestRequest.Begin(snapshot, body);
        Router.Decide(context, snapshot.Find("auto"));
        return TestConfig.PlanOf(context);
    }

    private static Dictionary<string, double> Draws(string policy, string body, int count)
    {
        var snapshot = TestConfig.Build(Head + policy);
        var random = new Random(11);
        var context = TestRequest.Begin(snapshot, body);
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"));
            names.Add(context.Planned!.Name);
        }

        return names.GroupBy(name => name).ToDictionary(group => group.Key, group => (double)group.Count() / count);
    }
}
