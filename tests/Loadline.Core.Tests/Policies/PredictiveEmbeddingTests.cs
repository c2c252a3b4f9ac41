using Loadline.Core.Policies;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Tests.Predictors;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Policies;

public sealed class PredictiveEmbeddingTests : IDisposable
{
    // At λ = 0.1: a 0.6 - 0.01, b 0.9 - 0.10. An embedding of (0, 1) says that a is better by 1.
    private readonly string _artifact = Path.Combine(Path.GetTempPath(), "loadline-" + Guid.NewGuid().ToString("N") + ".policy");

    public PredictiveEmbeddingTests() => Write(HandMade.Second(2));

    public void Dispose() => File.Delete(_artifact);

    [Theory]
    [InlineData(EmbeddingOutcome.Answered, 1f, "a b", "with the message's embedding")]
    [InlineData(EmbeddingOutcome.FromCache, 1f, "a b", "with the message's embedding, asked for before")]
    [InlineData(EmbeddingOutcome.Answered, 0f, "b", "with the message's embedding")]
    [InlineData(EmbeddingOutcome.TimedOut, null, "b", "by its words alone: the embedding took too long")]
    [InlineData(EmbeddingOutcome.Resting, null, "b", "by its words alone: the embedding model failed too often and is left alone for a while")]
    public void Decide_Answer_CountsOrTheWordsDo(EmbeddingOutcome outcome, float? second, string plan, string why)
    {
        var context = Begin(Config());
        context.CanAsk = true;
        Assert.Equal(RoutingStatus.Pending, Router.Decide(context, context.Snapshot.Find("auto")));
        context.Answer(new EmbeddingAnswer(outcome, second is { } value ? [1 - value, value] : null));
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, context.Snapshot.Find("auto")));
        Assert.Equal(plan, TestConfig.PlanOf(context));
        Assert.Equal(why, context.Policy!.Explain(context.Note, context.Candidates));
    }

    [Fact]
    public void Decide_NobodyCanAsk_GoesByWords()
    {
        var context = Begin(Config());
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, context.Snapshot.Find("auto")));
        Assert.Equal("b", TestConfig.PlanOf(context));
        Assert.Equal("by its words alone: no embedding was asked for", context.Policy!.Explain(context.Note, context.Candidates));
    }

    [Theory]
    [InlineData("keep: 1", "Hello there", false)]
    [InlineData("keep: 0.98", "Hello there", true)]
    [InlineData("lambda: 0.1", "", false)]
    public void MustAsk_OnlyWhereItCouldChangeTheChoice(string knob, string text, bool asks)
    {
        var context = Begin(Config(knob), text);
        context.CanAsk = true;
        Assert.Equal(asks ? RoutingStatus.Pending : RoutingStatus.Decided, Router.Decide(context, context.Snapshot.Find("auto")));
    }

    // With the head's own knobs: 0.98 lies between the reference alone and λ = 0.2, not λ = 0.1 as without.
    [Fact]
    public void Knob_Keep_IsReadOnThePathWithEmbeddings()
    {
        var config = (PredictivePolicyConfig)TestConfig.Good(Config("keep: 0.98")).Routes[0].Policy;
        var policy = (PredictivePolicy)TestConfig.Build(Config("keep: 0.98")).Find("auto")!.Policy;
        Assert.Equal(0.1, config.Mix.Cheap.Lambda);
        Assert.Equal(0.2, policy.Embeddings!.Mix.Cheap.Lambda);
    }

    [Theory]
    [InlineData("embeddings: { model: nobody }", "`nobody` is not a model of this file")]
    [InlineData("embeddings: { model: b }", "`b` makes no embeddings")]
    [InlineData("embeddings: { model: claude }", "`claude` makes no embeddings")]
    [InlineData("embeddings: { timeout: 1s }", "`model` is missing")]
    [InlineData("embeddings: { model: e, timeout: soon }", "`soon` is not a duration")]
    public void Config_Wrong_IsRefused(string embeddings, string message)
        => Assert.Contains(message, Assert.Single(TestConfig.Read(Config("lambda: 0.1", embeddings)).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Config_ArtifactWithoutThem_IsRefused()
    {
        Write(null);
        Assert.Contains("needs an artifact that learned from them", Assert.Single(TestConfig.Read(Config()).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Artifact_RoundTrip_KeepsThem_AndOneByteLessIsRefused()
    {
        var read = PolicyArtifactFile.Load(_artifact);
        Assert.Equal(HandMade.Second(2).Weights, read.Embeddings!.Weights);
        Assert.Equal(2, read.Embeddings.Knobs.Count);
        Assert.Equal(File.ReadAllBytes(_artifact), PolicyArtifactFile.Write(read));
        var short_ = HandMade.Artifact([], HandMade.Second(1), ("a", 0.6f, 0.1f), ("b", 0.9f, 1f));
        Assert.Throws<PolicyArtifactException>(() => PolicyArtifactFile.Read(PolicyArtifactFile.Write(short_), "a.policy"));
    }

    [Fact]
    public void Describe_NamesWhoEmbedsAndHowLong()
        => Assert.EndsWith(", embeddings: { model: e, timeout: 0.1s } }", TestConfig.Good(Config()).Routes[0].Policy.Describe(), StringComparison.Ordinal);

    [Fact]
    public void State_FiveFailures_RestsTenSecondsThenTriesOnce()
    {
        var state = new EmbeddingState();
        var now = TimeSpan.FromSeconds(100);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(state.MayAsk(now));
            state.Ended(succeeded: false, now);
        }

        Assert.False(state.MayAsk(now + TimeSpan.FromSeconds(9)));
        Assert.True(state.MayAsk(now + TimeSpan.FromSeconds(10)));
        state.Ended(succeeded: false, now + TimeSpan.FromSeconds(10));
        Assert.False(state.MayAsk(now + TimeSpan.FromSeconds(11)));
        state.Ended(succeeded: true, now + TimeSpan.FromSeconds(20));
        Assert.True(state.MayAsk(now + TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void State_FullCache_ForgetsTheOldest()
    {
        var state = new EmbeddingState();
        for (var i = 0; i < 3; i++)
        {
            state.Remember((UInt128)i, [i], most: 2);
        }

        Assert.Null(state.Find(0));
        Assert.Equal([2f], state.Find(2)!);
    }

    [Fact]
    public void Text_Long_KeepsItsEnds()
    {
        var text = EmbeddingText.Of(System.Text.Encoding.UTF8.GetBytes("first" + new string('x', 9000) + "😀last"));
        Assert.StartsWith("first", text, StringComparison.Ordinal);
        Assert.EndsWith("😀last", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 3_999, 4_001);
    }

    [Fact]
    public void Normalise_NothingOfAVector_IsRefused()
    {
        Assert.False(EmbeddingText.Normalise(new float[3]));
        Assert.False(EmbeddingText.Normalise([1, float.NaN]));
        float[] vector = [3, 4];
        Assert.True(EmbeddingText.Normalise(vector));
        Assert.Equal([0.6f, 0.8f], vector);
    }

    private void Write(EmbeddingHead? head) =>
        File.WriteAllBytes(_artifact, PolicyArtifactFile.Write(HandMade.Artifact([], head, ("a", 0.6f, 0.1f), ("b", 0.9f, 1f))));

    private static RoutingContext Begin(string config, string text = "Hello there") => TestRequest.Begin(TestConfig.Build(config), TestRequest.Chat(text));

    private string Config(string knob = "lambda: 0.1", string embeddings = "embeddings: { model: e }") => $$"""
        version: 1
        providers: { p: { url: "http://127.0.0.1:9/v1" }, anthropic: { api_key: k } }
        models:
          a: { provider: p, name: a, price: { input: 1, output: 1 } }
          b: { provider: p, name: b, can: [tools], price: { input: 10, output: 10 } }
          e: { provider: p, name: embed, can: [embeddings] }
          claude: { provider: anthropic, name: claude-haiku-4-5 }
        routes:
          auto:
            pool: [a, b]
            reference: b
            mode: enforce
            quality: uncertified
            policy: { kind: predictive, artifact: "{{_artifact}}", {{knob}}, {{embeddings}} }
        """;
}
