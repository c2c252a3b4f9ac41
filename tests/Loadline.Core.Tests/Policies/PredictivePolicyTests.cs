using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Predictors;
using Loadline.Core.Tests.Support;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Policies;

public sealed class PredictivePolicyTests : IDisposable
{
    // Worth at λ = 0.5: a 0.6 - 0.05, b 0.85 - 0.10, c 0.9 - 0.50.
    private readonly string _artifact = HandMade.File(("a", 0.6f, 0.1f), ("b", 0.85f, 0.2f), ("c", 0.9f, 1f));

    public void Dispose() => File.Delete(_artifact);

    [Theory]
    [InlineData("lambda: 0", "c")]
    [InlineData("lambda: 0.5", "b c")]
    [InlineData("lambda: 100", "a b c")]
    public void Order_Lambda_TakesTheBestValueThenThoseNoWorse(string knob, string plan)
        => Assert.Equal(plan, TestConfig.PlanOf(TestConfig.Decide(Config(knob), TestRequest.Chat("Hello there"))));

    [Fact]
    public void Order_KeepAll_LeavesItToTheReference()
        => Assert.Equal("c", TestConfig.PlanOf(TestConfig.Decide(Config("keep: 1"), TestRequest.Chat("Hello there"))));

    // 0.98 lies half-way between the reference alone (1.00) and the first knob (0.96).
    [Fact]
    public void Order_KeepBetweenKnobs_MixesThemByACoin()
    {
        var snapshot = TestConfig.Build(Config("keep: 0.98"));
        var context = TestRequest.Begin(snapshot, TestRequest.Chat("Hello there"));
        var random = new Random(5);
        var references = 0;
        for (var i = 0; i < 1000; i++)
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"));
            references += TestConfig.PlanOf(context) == "c" ? 1 : 0;
            Assert.Equal(0.5, context.Propensity, 1e-6);
        }

        Assert.InRange(references, 450, 550);
    }

    [Fact]
    public void Order_NovelText_LeavesItToTheReference()
    {
        var artifact = HandMade.Artifact(("a", 0.6f, 0.1f), ("b", 0.85f, 0.2f), ("c", 0.9f, 1f));
        var weights = artifact.Weights;
        var strict = new PolicyArtifact
        {
            Reference = "c",
            Predictor = "by hand",
            Tables = [],
            Rows = 1,
            Seed = 1,
            HasCosts = true,
            Knobs = artifact.Knobs,
            Weights = new PredictorWeights
            {
                Models = weights.Models,
                Tasks = [],
                UsedBuckets = weights.UsedBuckets,
                Table = [],
                TableScales = weights.TableScales,
                GramWeight = 1,
                DenseKept = [],
                DenseMeans = [],
                DenseScales = [],
                DenseTable = weights.DenseTable,
                Sharpness = 1,
                Mixing = weights.Mixing,
                LeastCosts = weights.LeastCosts,
                NoveltyBound = 0.5f,
            },
        };
        File.WriteAllBytes(_artifact, PolicyArtifactFile.Write(strict));
        var context = TestConfig.Decide(Config("lambda: 100"), TestRequest.Chat("No word of this is known"));
        Assert.Equal("c", TestConfig.PlanOf(context));
        Assert.StartsWith("unlike the rows it was trained on (", context.Policy!.Explain(context.Note, context.Candidates), StringComparison.Ordinal);
        Assert.All(Records(context), candidate => Assert.Null(candidate.PredictedQuality));
    }

    [Fact]
    public void Record_AfterAPrediction_HasEachCandidatesQualityAndCost()
    {
        var candidates = Records(TestConfig.Decide(Config("lambda: 0.5"), TestRequest.Chat("Hello there")));
        Assert.Equal([("a", 0.6, 0.1), ("b", 0.85, 0.2), ("c", 0.9, 1.0)], candidates.Select(candidate => (candidate.Model, candidate.PredictedQuality!.Value, candidate.PredictedCost!.Value)));
    }

    [Fact]
    public void Record_AtTheReferenceAlone_HasNoPredictionAndSaysWhy()
    {
        var context = TestConfig.Decide(Config("keep: 1"), TestRequest.Chat("Hello there"));
        Assert.All(Records(context), candidate => Assert.Equal((null, null), (candidate.PredictedQuality, candidate.PredictedCost)));
        Assert.Equal("its setting leaves everything to the reference", context.Policy!.Explain(context.Note, context.Candidates));
    }

    [Fact]
    public void Record_NextRequestWithoutAPrediction_KeepsNothingOfTheLast()
    {
        var snapshot = TestConfig.Build(Config("lambda: 0.5"));
        var context = TestRequest.Begin(snapshot, TestRequest.Chat("Hello there"));
        Router.Decide(context, snapshot.Find("auto"));
        Assert.Contains(Records(context), candidate => candidate.PredictedQuality > 0);
        context.Begin(snapshot, new Random(1));
        Router.Decide(context, snapshot.Find("a"));
        Assert.All(Records(context), candidate => Assert.Null(candidate.PredictedQuality));
    }

    [Fact]
    public void Config_ModelThatTheArtifactLacks_IsRefusedByName()
    {
        var result = TestConfig.Read(Config("keep: 0.9").Replace("pool: [a, b, c]", "pool: [a, b, c, d]", StringComparison.Ordinal));
        Assert.Contains("the artifact knows nothing of d; it was trained on a, b, c", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_OtherReference_IsRefused()
    {
        var result = TestConfig.Read(Config("keep: 0.9").Replace("reference: c", "reference: b", StringComparison.Ordinal));
        Assert.Contains("measures against c, but the route's reference is b", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_ChangedArtifact_IsRefused()
    {
        var bytes = File.ReadAllBytes(_artifact);
        bytes[40] ^= 1;
        File.WriteAllBytes(_artifact, bytes);
        Assert.Contains("digest does not match", Assert.Single(TestConfig.Read(Config("keep: 0.9")).Errors).Suggestion, StringComparison.Ordinal);
    }

    // By the training rows b and c cost the same. By today's prices a prompt this long costs about 15 mean reference calls on c and 3 on b.
    [Theory]
    [InlineData("costs: trained", "c")]
    [InlineData("costs: live", "b c")]
    public void Order_Costs_AreTheTablesOrTodays(string costs, string plan)
    {
        var artifact = HandMade.Artifact([100, 100, 100], ("a", 0.1f, 0.1f), ("b", 0.85f, 0.2f), ("c", 0.9f, 0.2f));
        File.WriteAllBytes(_artifact, PolicyArtifactFile.Write(artifact));
        var text = string.Concat(Enumerable.Repeat("Compare the two offers. ", 500));
        Assert.Equal(plan, TestConfig.PlanOf(TestConfig.Decide(Config("lambda: 0.1, " + costs), TestRequest.Chat(text))));
    }

    // The longer a model's answers are expected to be, the more it costs: here b, at a quarter of c's price, writes twenty times as much.
    [Theory]
    [InlineData(100f, "b c")]
    [InlineData(2000f, "c")]
    public void Order_LiveCosts_CountEachModelsOwnLength(float tokensOfB, string plan)
    {
        var artifact = HandMade.Artifact([100, tokensOfB, 100], ("a", 0.1f, 0.1f), ("b", 0.85f, 0.2f), ("c", 0.9f, 0.2f));
        File.WriteAllBytes(_artifact, PolicyArtifactFile.Write(artifact));
        Assert.Equal(plan, TestConfig.PlanOf(TestConfig.Decide(Config("lambda: 0.2, costs: live"), TestRequest.Chat("Hello there"))));
    }

    [Fact]
    public void Config_LiveCostsWithoutLengths_AreRefused()
        => Assert.Contains("no output_tokens", Assert.Single(TestConfig.Read(Config("keep: 0.9, costs: live")).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Describe_NamesTheContentNotThePath()
        => Assert.Equal(
            "{ kind: predictive, artifact: sha256-" + PolicyArtifactFile.Load(_artifact).Digest + ", keep: 0.9 }",
            TestConfig.Good(Config("keep: 0.9")).Routes[0].Policy.Describe());

    [Fact]
    public void Config_KeepAndLambda_AreOneTooMany()
        => Assert.Contains("both set the knob", Assert.Single(TestConfig.Read(Config("keep: 0.9, lambda: 1")).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Decide_Warm_AllocatesNothing()
    {
        var snapshot = TestConfig.Build(Config("keep: 0.98, warm_cache: 5m"));
        var context = new RoutingContext();
        TestRequest.Fill(context.Facts, Encoding.UTF8.GetBytes(TestRequest.Chat(string.Concat(Enumerable.Repeat("Compare two offers. ", 100)))));
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            Decide();
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Decide();
            }
        }));

        void Decide()
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"u8));
        }
    }

    // At λ = 0.5, c is worth 0.9 - 0.5·f; with three quarters of a long prompt cached at a ninetieth of its price, more than b's 0.75.
    [Theory]
    [InlineData("lambda: 0.5, warm_cache: 5m", 0, "c", "policy=predictive warm-cache")]
    [InlineData("lambda: 0.5, warm_cache: 5m", 6, "b", "policy=predictive")]
    [InlineData("lambda: 0.5", 0, "b", "policy=predictive")]
    public void Order_WarmConversation_CountsTheCachedPrice(string knob, int minutesLater, string choice, string reason)
    {
        var snapshot = TestConfig.Build(Config(knob).Replace("output: 9 }", "output: 9, cached_input: 0.1 }", StringComparison.Ordinal));
        var context = Turn(snapshot, "", TimeSpan.Zero);
        Assert.StartsWith("b", TestConfig.PlanOf(context), StringComparison.Ordinal);
        var c = context.Candidates.All.Single(candidate => candidate.Name == "c");
        snapshot.Find("auto")!.Policy.Answered(context, c.Deployments[0], context.EstimatedInputTokens, TimeSpan.FromMinutes(1));

        var next = Turn(snapshot, """,{"role":"assistant","content":"Well."},{"role":"user","content":"And now?"}""", TimeSpan.FromMinutes(1 + minutesLater));
        Assert.Equal((choice, reason), (next.Candidates.All[next.Choice].Name, next.Reason));

        // Another conversation is as cold as ever.
        Assert.Equal("policy=predictive", Turn(snapshot, "", TimeSpan.FromMinutes(1), first: "Quite another matter. ").Reason);
    }

    private static RoutingContext Turn(RuntimeSnapshot snapshot, string later, TimeSpan now, string first = "A long account of it. ")
    {
        var text = string.Concat(Enumerable.Repeat(first, 1000));
        var body = $$"""{"model":"auto","messages":[{"role":"user","content":"{{text}}"}{{later}}]}""";
        var context = new RoutingContext();
        TestRequest.Fill(context.Facts, Encoding.UTF8.GetBytes(body));
        context.Begin(snapshot, new Random(1), now);
        Router.Decide(context, snapshot.Find("auto"));
        return context;
    }

    [Fact]
    public void Describe_WarmCache_IsPartOfTheRoute()
        => Assert.EndsWith("lambda: 0.5, warm_cache: 90000ms }", TestConfig.Good(Config("lambda: 0.5, warm_cache: 90s")).Routes[0].Policy.Describe(), StringComparison.Ordinal);

    private static IReadOnlyList<CandidateRecord> Records(RoutingContext context) =>
        new FinishedDecision(context, new FinishedRequest { Id = "", Time = default, Served = -1, Attempts = [] }).ToRecord().Candidates;

    private string Config(string knob) => $$"""
        version: 1
        providers: { p: { url: "http://h.test/v1" } }
        models:
          a: { provider: p, name: a, price: { input: 1, output: 1 } }
          b: { provider: p, name: b, price: { input: 2, output: 2 } }
          c: { provider: p, name: c, price: { input: 9, output: 9 } }
          d: { provider: p, name: d, price: { input: 3, output: 3 } }
        routes:
          auto:
            pool: [a, b, c]
            reference: c
            mode: enforce
            quality: uncertified
            policy: { kind: predictive, artifact: "{{_artifact}}", {{knob}} }

        """;
}
