using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Semantics;
using Loadline.Core.Tests.Support;
using Loadline.Testing;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Policies;

/// <summary>Every option of a bandit changes what it does; streaming or not makes no difference.</summary>
public sealed class BanditPolicyTests : IDisposable
{
    private const string Text = "Name three rivers of the north.";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Config(string options, string pool = "[a, b, c]") => $$"""
        version: 1
        providers: { p: { dialect: simulated } }
        models:
          a: { provider: p, name: a, price: { input: 1, output: 1 } }
          b: { provider: p, name: b, price: { input: 1, output: 1 } }
          c: { provider: p, name: c, price: { input: 1, output: 1 } }
        routes:
          auto:
            pool: {{pool}}
            reference: c
            mode: enforce
            quality: uncertified
            policy: { kind: bandit{{options}} }

        """;

    // All have been seen a little and look alike: the bound always picks the same one, draws differ, and each draw has its probability.
    [Theory]
    [InlineData("linucb", 1)]
    [InlineData("thompson", 3)]
    public void Algorithm_Draws_OrTakesTheBound(string algorithm, int different)
    {
        var bandit = new World(Config(", explore: 1, first: 0, algorithm: " + algorithm));
        bandit.Teach("a", 0.6, 0, 5).Teach("b", 0.6, 0, 5).Teach("c", 0.6, 0, 5);
        var chosen = bandit.Decide(200);
        Assert.Equal(different, chosen.Select(choice => choice.Name).Distinct().Count());
        Assert.All(chosen, choice => Assert.Equal(different == 1, choice.Propensity == 1));
    }

    [Theory]
    [InlineData("0", "a", false)]
    [InlineData("2", "b", true)]
    public void Width_SaysHowLongTheUncertainIsTried(string width, string expected, bool isTry)
    {
        var bandit = new World(Config(", explore: 1, first: 0, width: " + width));
        bandit.Teach("a", 0.9, 0, 60).Teach("b", 0.5, 0, 2).Teach("c", 0.5, 0, 60);
        Assert.All(bandit.Decide(20), choice => Assert.Equal((expected, isTry), (choice.Name, choice.Why.StartsWith("tries", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("1", "a")]
    [InlineData("50", "b")]
    public void CostWeight_SaysWhatQualityIsWorth(string weight, string expected)
    {
        var bandit = new World(Config(", explore: 0, cost_weight: " + weight));
        bandit.Teach("a", 0.9, 0.02, 60).Teach("b", 0.6, 0.001, 60).Teach("c", 0.9, 0.05, 60);
        Assert.All(bandit.Decide(5), choice => Assert.Equal(expected, choice.Name));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("20%", 0.2)]
    [InlineData("50%", 0.5)]
    public void Explore_IsTheShareOfTries_AndIsLogged(string explore, double share)
    {
        var bandit = new World(Config(", first: 0, width: 2, explore: " + explore));
        bandit.Teach("a", 0.9, 0, 60).Teach("b", 0.5, 0, 2).Teach("c", 0.5, 0, 60);
        var chosen = bandit.Decide(2_000);
        Assert.InRange(chosen.Count(choice => choice.Name == "b") / 2_000.0, share - 0.05, share + 0.05);
        Assert.All(chosen, choice => Assert.Equal(choice.Name == "b" ? share : 1 - share, choice.Propensity, 12));
    }

    [Fact]
    public void Explore_CapsDrawsToo()
    {
        var bandit = new World(Config(", first: 0, algorithm: thompson, explore: 10%"));
        bandit.Teach("a", 0.6, 0, 5).Teach("b", 0.6, 0, 5).Teach("c", 0.6, 0, 5);
        var best = bandit.Decide(2_000).GroupBy(choice => choice.Name).MaxBy(group => group.Count())!;
        Assert.InRange(best.Count() / 2_000.0, 0.87, 0.93);
        Assert.All(best, choice => Assert.Equal(0.9, choice.Propensity, 9));
    }

    // `b` was unlucky twice: it is tried again until it was judged so often, as far as the cap goes, and by whatever algorithm.
    [Theory]
    [InlineData("linucb", 0, 0)]
    [InlineData("linucb", 40, 0.2)]
    [InlineData("thompson", 40, 0.2)]
    public void First_JudgementsAreGivenToEverybody(string algorithm, int first, double share)
    {
        var bandit = new World(Config(FormattableString.Invariant($", algorithm: {algorithm}, width: 0, explore: 20%, first: {first}")));
        bandit.Teach("a", 0.9, 0, 60).Teach("b", 0, 0, 2).Teach("c", 0.5, 0, 60);
        var chosen = bandit.Decide(1_000);
        Assert.InRange(chosen.Count(choice => choice.Name == "b") / 1_000.0, share - 0.05, share + 0.05);
        Assert.All(chosen, choice => Assert.Equal(choice.Name == "b" ? share : 1 - share, choice.Propensity, 12));
        Assert.All(chosen.Where(choice => choice.Name == "b"), choice => Assert.StartsWith("tries b, which was judged less than 40 times", choice.Why, StringComparison.Ordinal));
        Assert.DoesNotContain("b", bandit.Teach("b", 0, 0, 40).Decide(200).Select(choice => choice.Name));
    }

    // `a` is cheap and bad: worth it by value, closed by the floor.
    [Theory]
    [InlineData("0", "a")]
    [InlineData("50%", "a")]
    [InlineData("90%", "b")]
    [InlineData("100%", "c")]
    public void Floor_IsAShareOfTheReferencesQuality(string floor, string expected)
    {
        var bandit = new World(Config(", explore: 0, cost_weight: 100, floor: " + floor));
        bandit.Teach("a", 0.6, 0.0001, 300).Teach("b", 0.85, 0.005, 300).Teach("c", 0.9, 0.02, 300);
        Assert.All(bandit.Decide(5), choice => Assert.Equal(expected, choice.Name));
    }

    [Fact]
    public void Floor_ReferenceOutsideThePool_IsRefused()
    {
        var error = Assert.Single(TestConfig.Read(Config(", floor: 90%", "[a, b]")).Errors);
        Assert.Contains("`floor` is a share of the reference's estimated quality", error.Message, StringComparison.Ordinal);
        Assert.Equal((13, "Add the reference to the pool, or take out `floor`."), (error.Line, error.Suggestion));
        Assert.Empty(TestConfig.Read(Config("", "[a, b]")).Errors);
    }

    // What all have in common is kept, too: without it every estimate would be too low, and the floor off.
    [Fact]
    public void State_Kept_KnowsTheSameAfterwards()
    {
        var text = Config(", explore: 0, cost_weight: 100, floor: 90%, state: " + _folder.File("auto.bandit"));
        var before = new World(text);
        before.Teach("a", 0.6, 0.0001, 300).Teach("b", 0.85, 0.005, 300).Teach("c", 0.9, 0.02, 300);
        BanditStateFile.Save(before.Policy.State);

        var after = new World(text);
        Assert.Equal(before.Policy.State.Count, after.Policy.State.Count);
        Assert.Equal(before.Decide(3), after.Decide(3));
        Assert.Equal(before.Teach("b", 0.1, 0.005, 40).Decide(3), after.Teach("b", 0.1, 0.005, 40).Decide(3));
        Assert.NotEqual(before.Decide(1), new World(Config(", explore: 0, cost_weight: 100, floor: 90%")).Decide(1));
    }

    [Theory]
    [InlineData("no json", "is damaged")]
    [InlineData("""{"format":"loadline bandit 1","features":1,"arms":{}}""", "of another version")]
    [InlineData("""{"format":"loadline bandit 2","features":1,"arms":{}}""", "is damaged")]
    public void State_ThatIsNone_IsRefusedWithItsPlace(string content, string message)
    {
        File.WriteAllText(_folder.File("bad.bandit"), content);
        var error = Assert.Single(TestConfig.Read(Config(", state: " + _folder.File("bad.bandit"))).Errors);
        Assert.Equal("this state cannot be used", error.Message);
        Assert.Contains(message, error.Suggestion, StringComparison.Ordinal);
        Assert.Equal(13, error.Line);
    }

    // Alike in all that the built-in signals see; examples of the application's own tell them apart.
    [Theory]
    [InlineData(true, "b")]
    [InlineData(false, "a")]
    public void Intents_TellRequestsApart(bool intents, string second)
    {
        const string Red = "the red boat is ready";
        const string Tan = "the tan boat is ready";
        File.WriteAllBytes(_folder.File("x.semantic"), new SemanticArtifact([new("red", [Red, "a red boat"], 0.1), new("tan", [Tan, "a tan boat"], 0.1)]).Write());
        var bandit = new World(Config(", explore: 0" + (intents ? ", intents: " + _folder.File("x.semantic") : "")));
        for (var i = 0; i < 300; i++)
        {
            bandit.Teach("a", 1, 0, 1, Red).Teach("b", 0, 0, 1, Red).Teach("a", 0.4, 0, 1, Tan).Teach("b", 1, 0, 1, Tan);
        }

        Assert.Equal("a", bandit.Decide(1, Red)[0].Name);
        Assert.Equal(second, bandit.Decide(1, Tan)[0].Name);
    }

    [Fact]
    public void Intents_ThatDoNotDo_AreRefusedWithTheirPlace()
    {
        File.WriteAllBytes(_folder.File("many.semantic"), new SemanticArtifact([.. Enumerable.Range(0, 33).Select(i => new SemanticExamples("k" + i, ["word" + i], 0.1))]).Write());
        var many = Assert.Single(TestConfig.Read(Config(", intents: " + _folder.File("many.semantic"))).Errors);
        Assert.Equal(("it has 33 kinds, and a bandit tells 32 apart", 13), (many.Message, many.Line));
        var none = Assert.Single(TestConfig.Read(Config(", intents: " + _folder.File("none.semantic"))).Errors);
        Assert.Equal(("these intents cannot be used", 13), (none.Message, none.Line));
    }

    [Theory]
    [InlineData(", algorithm: greedy", "`greedy` is not an algorithm")]
    [InlineData(", width: 101", "`101` is not a number from 0 to 100")]
    [InlineData(", cost_weight: -1", "`-1` is not a number from 0 to 1m")]
    [InlineData(", first: 0.5", "`0.5` is not a number of judgements")]
    [InlineData(", floor: 120%", "`120%` is not a share")]
    public void Options_OutOfRange_AreRefusedWithTheirPlace(string option, string message)
    {
        var error = Assert.Single(TestConfig.Read(Config(option)).Errors);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(13, error.Line);
    }

    [Fact]
    public void Decide_Bandit_AllocatesNothing()
    {
        var snapshot = TestConfig.Build(Config(", algorithm: thompson, explore: 1"));
        var context = new RoutingContext();
        TestRequest.Fill(context.Facts, Encoding.UTF8.GetBytes(TestRequest.Chat(Text)));
        var random = new Random(1);
        Once();
        Assert.Equal(0, Allocations.Least(Once));

        void Once()
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"u8));
        }
    }

    private sealed record Choice(string Name, double Propensity, string Why);

    private sealed class World(string text)
    {
        private readonly RuntimeSnapshot _snapshot = TestConfig.Build(text);
        private readonly Random _random = new(7);

        public BanditPolicy Policy => (BanditPolicy)_snapshot.Find("auto")!.Policy;

        // As feedback comes: by the record of a decision that somebody else's policy made.
        public World Teach(string name, double quality, double cost, int times, string request = Text)
        {
            var record = new FinishedDecision(Ask(request, false), new FinishedRequest { Id = "", Time = default, Served = -1, Attempts = [] }).ToRecord();
            record = record with { Served = name, CostUsd = (decimal)cost };
            for (var i = 0; i < times; i++)
            {
                Policy.Judged(record, null, quality);
            }

            return this;
        }

        public List<Choice> Decide(int times, string request = Text) => [.. Enumerable.Range(0, times).Select(i => Choice(Ask(request, i % 2 == 0)))];

        private static Choice Choice(RoutingContext context) =>
            new(context.Planned!.Name, context.Propensity, context.Policy!.Explain(context.Note, context.Candidates)!);

        private RoutingContext Ask(string request, bool streaming)
        {
            var context = new RoutingContext();
            TestRequest.Fill(context.Facts, Encoding.UTF8.GetBytes(TestRequest.Chat(request, more: streaming ? ",\"stream\":true" : "")));
            context.Begin(_snapshot, _random);
            Assert.Equal(RoutingStatus.Decided, Router.Decide(context, _snapshot.Find("auto")));
            return context;
        }
    }
}
