using System.Text;
using Loadline.Core.Routing;
using Loadline.Core.Semantics;
using Loadline.Core.Tests.Support;
using Loadline.Testing;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Policies;

public sealed class SemanticPolicyTests
{
    private const string Routes = """
        [{ name: refunds, use: small, examples: ["I want my money back", "please refund my order", "can I get a refund"] },
         { name: weather, use: medium, examples: ["will it rain tomorrow", "what is the weather like"], description: "sun, rain and temperature" }]
        """;

    private static string Config(string policy, string own = "{ kind: fixed, use: large }") => $$"""
        version: 1
        providers: { p: { dialect: simulated } }
        models:
          small: { provider: p, name: s, price: { input: 1, output: 1 } }
          medium: { provider: p, name: m, price: { input: 3, output: 3 } }
          large: { provider: p, name: l, price: { input: 9, output: 9 } }
        routes:
          auto:
            pool: [small, medium, large]
            reference: large
            mode: enforce
            quality: uncertified
            rules:
              - { name: talk, when: { turns: ">= 1" }, policy: {{policy}} }
              - { name: after, when: { turns: ">= 1" }, policy: { kind: fixed, use: medium } }
            policy: {{own}}

        """.Replace("\n ", "\n ", StringComparison.Ordinal);

    private static string Semantic(string more = "") => "{ kind: semantic, routes: " + Routes.ReplaceLineEndings(" ") + more + " }";

    [Theory]
    [InlineData("I would like a refund for this order please", "small", "rule=talk policy=semantic")]
    [InlineData("is it going to rain on my trip tomorrow", "medium", "rule=talk policy=semantic")]
    [InlineData("prove that the square root of two is irrational", "medium", "rule=after policy=fixed")]
    public void Nearest_Route_ChoosesOrAbstainsIntoTheNextRule(string text, string expected, string reason)
    {
        foreach (var stream in new[] { "", ",\"stream\":true" })
        {
            var context = TestConfig.Decide(Config(Semantic()), TestRequest.Chat(text, more: stream));
            Assert.Equal(expected, context.Planned!.Name);
            Assert.Equal(reason, context.Reason);
        }
    }

    [Fact]
    public void RoutesOwnPolicy_Abstaining_LeavesItToTheReference()
    {
        var text = Config("{ kind: fixed, use: small }", Semantic()).Replace("turns: \">= 1\"", "turns: \"> 100\"", StringComparison.Ordinal);
        var context = TestConfig.Decide(text, TestRequest.Chat("prove that the square root of two is irrational"));
        Assert.Equal("large", context.Planned!.Name);
        Assert.StartsWith("abstains", context.Policy!.Explain(context.Note, context.Candidates), StringComparison.Ordinal);
        Assert.Equal("small", TestConfig.Decide(text, TestRequest.Chat("can I get a refund")).Planned!.Name);
    }

    [Theory]
    [InlineData(", threshold: 0.99", "after")]
    [InlineData(", threshold: 0.01", "talk")]
    [InlineData(", margin: 0.9", "after")]
    [InlineData(", margin: 0.01", "talk")]
    public void ThresholdAndMargin_SayWhenItAbstains(string option, string rule) =>
        Assert.Equal(rule, TestConfig.Decide(Config(Semantic(option)), TestRequest.Chat("a refund for this order, will it rain")).Rule!.Name);

    [Fact]
    public void Threshold_OfARoute_GoesBeforeThePolicys()
    {
        var policy = Semantic(", threshold: 0.99").Replace("use: small,", "use: small, threshold: 0.05,", StringComparison.Ordinal);
        Assert.Equal("talk", TestConfig.Decide(Config(policy), TestRequest.Chat("can I get a refund")).Rule!.Name);
        Assert.Equal("after", TestConfig.Decide(Config(policy), TestRequest.Chat("will it rain")).Rule!.Name);
    }

    [Fact]
    public void Explain_NamesRouteAndSimilarities()
    {
        var context = TestConfig.Decide(Config(Semantic()), TestRequest.Chat("can I get a refund"));
        Assert.StartsWith("nearest is refunds, 0.", context.Policy!.Explain(context.Note, context.Candidates), StringComparison.Ordinal);
    }

    [Fact]
    public void Artifact_TrainedExamples_AreUsedByName()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "x.semantic");
        File.WriteAllBytes(path, new SemanticArtifact([new("refunds", ["I want my money back", "can I get a refund"], 0.1), new("weather", ["will it rain"], 0.1)]).Write());
        var config = Config("{ kind: semantic, artifact: " + path + ", use: { refunds: small } }");
        Assert.Equal("small", TestConfig.Decide(config, TestRequest.Chat("I want a refund")).Planned!.Name);

        // Known, but nobody's: abstains.
        Assert.Equal("after", TestConfig.Decide(config, TestRequest.Chat("will it rain")).Rule!.Name);
    }

    [Theory]
    [InlineData("{ kind: semantic }", "examples are needed")]
    [InlineData("{ kind: semantic, routes: [{ name: a, use: small }] }", "nothing to compare with")]
    [InlineData("{ kind: semantic, routes: [{ name: a, use: small, examples: [x] }, { name: a, use: small, examples: [y] }] }", "two routes have the name")]
    [InlineData("{ kind: semantic, artifact: nowhere.semantic, use: { a: small } }", "cannot be used")]
    [InlineData("{ kind: semantic, routes: [{ name: a, use: none, examples: [x] }] }", "not in the pool")]
    public void Mistakes_AreNamed(string policy, string message)
    {
        var errors = TestConfig.Read(Config(policy)).Errors;
        Assert.Contains(errors, error => error.Message.Contains(message, StringComparison.Ordinal) && error.Line > 10);
    }

    [Fact]
    public void Decide_Semantic_AllocatesNothing()
    {
        var snapshot = TestConfig.Build(Config(Semantic()));
        var context = new RoutingContext();
        TestRequest.Fill(context.Facts, Encoding.UTF8.GetBytes(TestRequest.Chat("can I get a refund for the order of yesterday")));
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"u8));
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"u8));
        }));
        Assert.Equal("small", context.Planned!.Name);
    }
}
