using System.Text;
using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Sessions;
using Loadline.Core.Tests.Support;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Sessions;

public sealed class SessionGateTests
{
    // `big` and `big-high` are one model with two efforts: they share their deployment, and so its cache.
    private const string Head = """
        version: 1
        providers: { p: { url: "http://h.test/v1" } }
        models:
          tiny: { provider: p, name: t, price: { input: 1, output: 4, cached_input: 0.1 } }
          big: { provider: p, name: b, price: { input: 5, output: 20, cached_input: 0.5 } }
          big-high: { use: big, effort: high }
          huge: { provider: p, name: h, price: { input: 10, output: 40, cached_input: 1 } }
        routes:
          auto:
            pool: [tiny, big, big-high, huge]
            reference: huge
            mode: enforce
            quality: uncertified
            rules:
              - { name: to-tiny, when: { header: { x-want: tiny } }, policy: { kind: fixed, use: tiny } }
              - { name: to-huge, when: { header: { x-want: huge } }, policy: { kind: fixed, use: huge } }
              - { name: to-idle, when: { header: { x-want: idle } }, pool: [tiny, huge], policy: least-busy }
              - { name: to-cheapest, when: { header: { x-want: cheapest } }, policy: cheapest }
            policy: { kind: fixed, use: big }
            sessions:
        """;

    private static readonly string Prompt = string.Concat(Enumerable.Repeat("The weather over the northern valleys was fair. ", 1_500));

    [Fact]
    public void Upward_FollowIsTheRuleUnderQuality_AndAWarmCacheBringsItBack()
    {
        var talk = new Talk(" { turns: 0 }\n");
        Assert.Equal("tiny", talk.Turn("tiny"));
        Assert.Equal("big", talk.Turn("big"));
        Assert.Equal(SessionMove.MovedUp, talk.Last.Session.Move);

        // Back again: tiny still has what it read before.
        Assert.Equal("tiny", talk.Turn("tiny", answer: 10));
        Assert.Equal(SessionMove.MovedDown, talk.Last.Session.Move);
        Assert.Contains("moves from big to tiny", talk.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Upward_Hold_StaysWithTheCheaper()
    {
        var talk = new Talk(" { upward: hold }\n");
        Assert.Equal("tiny", talk.Turn("tiny"));
        Assert.Equal("tiny", talk.Turn("huge"));
    }

    // A policy that looks at load, not at quality, gives no reason to go up; unless it is written.
    [Theory]
    [InlineData("", "tiny")]
    [InlineData("upward: follow", "huge")]
    [InlineData("upward: hold", "tiny")]
    public void Upward_UnderAPolicyThatLooksAtLoad_HoldsUnlessWritten(string option, string expected)
    {
        var talk = new Talk(" { " + option + " }\n");
        talk.Turn("tiny");
        talk.Snapshot.Candidates.Single(candidate => candidate.Name == "tiny").Deployments[0].State.Started();
        Assert.Equal(expected, talk.Turn("idle"));
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(8192, true)]
    public void Most_BoundsWhatIsRemembered(int most, bool remembers)
    {
        var talk = new Talk(" { turns: 0, idle: 24h, cache: 24h, most: " + most.ToString(System.Globalization.CultureInfo.InvariantCulture) + " }\n");
        talk.Turn("big", session: "first");
        for (var i = 0; i < 2_000; i++)
        {
            talk.Turn("big", session: "s" + i);
        }

        Assert.Equal(remembers ? "big" : "tiny", talk.Turn("tiny", session: "first"));
    }

    [Fact]
    public void Downward_RegretAddsUp_UntilMovingPays()
    {
        var talk = new Talk(" { turns: 0 }\n");
        Assert.Equal("big", talk.Turn("big"));
        var stayed = 0;
        while (talk.Turn("tiny", answer: 20) == "big")
        {
            Assert.Equal(SessionMove.Stayed, talk.Last.Session.Move);
            Assert.InRange(++stayed, 1, 10);
        }

        Assert.True(stayed >= 1);
        Assert.Equal(SessionMove.MovedDown, talk.Last.Session.Move);
        Assert.True(talk.Last.Session.Gain > talk.Last.Session.Needed);
    }

    // Worked by hand: about 13,500 prompt tokens, all of them cached. Staying with big costs 0.5 per million of them, tiny 0.1, cold 1.
    [Fact]
    public void Gain_AndWhatIsNeeded_AreTheFormulas()
    {
        var talk = new Talk(" { margin: 20%, turns: 3 }\n");
        talk.Turn("big", answer: 100);
        talk.Turn("tiny", answer: 100);
        var context = talk.Last;
        double input = context.EstimatedInputTokens;
        double output = context.EstimatedOutputTokens;
        var cached = Math.Min(input, talk.Prefix);
        var stay = ((cached * 0.5) + ((input - cached) * 5) + (output * 20)) / 1e6;
        var warm = ((cached * 0.1) + ((input - cached) * 1) + (output * 4)) / 1e6;
        var cold = ((input * 1) + (output * 4)) / 1e6;
        Assert.Equal((stay - warm) * 4, context.Session.Gain, 9);
        var read = ((input * 0.5) + (output * 20)) / 1e6;
        Assert.Equal(cold - warm + (0.5 * (stay - read)) + (0.2 * stay), context.Session.Needed, 9);
    }

    [Theory]
    [InlineData("turns: 0", "big")]
    [InlineData("turns: 50", "tiny")]
    [InlineData("turns: 2, cache: 0s", "tiny")]
    [InlineData("turns: 50, margin: 100%", "tiny")]
    [InlineData("turns: 0, cache: 0s, margin: 100%", "big")]
    [InlineData("turns: 0, idle: 1ms", "tiny")]
    public void Options_MoveTheMomentOfTheChange(string options, string expected)
    {
        var talk = new Talk(" { " + options + " }\n");
        talk.Turn("big");
        Assert.Equal(expected, talk.Turn("tiny", answer: 20));
    }

    [Theory]
    [InlineData("effort_first: true", "big-high", SessionMove.RaisedEffort)]
    [InlineData("effort_first: false", "huge", SessionMove.MovedUp)]
    public void EffortFirst_GoesBeforeADearerModel(string option, string expected, SessionMove move)
    {
        var talk = new Talk(" { " + option + " }\n");
        talk.Turn("big");
        Assert.Equal(expected, talk.Turn("huge"));
        Assert.Equal(move, talk.Last.Session.Move);
        if (move == SessionMove.RaisedEffort)
        {
            Assert.Equal("huge", talk.Turn("huge"));
        }
    }

    [Fact]
    public void Cheapest_DearerWarmWish_IsHeld()
    {
        // Warm, tiny costs less than anything; a policy that only looks at list prices has nothing to say against it.
        var talk = new Talk(" {}\n");
        talk.Turn("tiny");
        Assert.Equal("tiny", talk.Turn("cheapest"));
    }

    [Fact]
    public void Observe_TheSessionThatRoutingWouldHaveLed_IsRemembered()
    {
        var talk = new Talk(" { turns: 0 }\n", Head.Replace("mode: enforce", "mode: observe", StringComparison.Ordinal));
        talk.Turn("big");
        talk.Turn("tiny");
        Assert.Equal(SessionMove.Stayed, talk.Last.Session.Move);
        Assert.Equal("big", talk.Last.Candidates.All[talk.Last.Choice].Name);
        Assert.Equal("huge", talk.Last.Planned!.Name);
    }

    [Fact]
    public void Sessions_OthersAndSubAgents_AreApart()
    {
        var talk = new Talk(" { turns: 0 }\n");
        talk.Turn("big", session: "one");
        Assert.Equal("tiny", talk.Turn("tiny", session: "two"));
        Assert.Equal("big", talk.Turn("tiny", session: "one"));
        Assert.Equal("tiny", talk.Turn("tiny", session: "one", agent: "helper"));
    }

    [Fact]
    public void Reload_KeepsSessions()
    {
        var talk = new Talk(" { turns: 0 }\n");
        talk.Turn("big");
        talk.Reload(" { turns: 0, margin: 11% }\n");
        Assert.Equal("big", talk.Turn("tiny"));
    }

    [Fact]
    public void Failed_Requests_TeachNothing()
    {
        var talk = new Talk(" { turns: 0 }\n");
        talk.Turn("big", error: RoutingError.UpstreamTimeout);
        Assert.Equal("tiny", talk.Turn("tiny"));
    }

    [Fact]
    public void Table_Full_ForgetsTheLongestSilent()
    {
        var table = new SessionTable(512);
        for (var i = 1UL; i <= 5_000; i++)
        {
            table.Store(new SessionEntry { Key = i, Last = TimeSpan.FromSeconds(i) });
        }

        Assert.True(table.TryFind(5_000, out _));
        var kept = Enumerable.Range(1, 5_000).Count(key => table.TryFind((ulong)key, out _));
        Assert.Equal(512, kept);
        Assert.True(Enumerable.Range(1, 2_500).Count(key => table.TryFind((ulong)key, out _)) < 30);
    }

    [Fact]
    public void Decide_KnownSession_AllocatesNothing()
    {
        var talk = new Talk(" { turns: 0 }\n");
        talk.Turn("big");
        talk.Turn("tiny");
        var context = talk.Last;
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            context.Begin(talk.Snapshot, random, TimeSpan.FromSeconds(90));
            Router.Decide(context, talk.Snapshot.Find("auto"u8));
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            context.Begin(talk.Snapshot, random, TimeSpan.FromSeconds(90));
            Router.Decide(context, talk.Snapshot.Find("auto"u8));
        }));
        Assert.Contains(context.Session.Move, new[] { SessionMove.Stayed, SessionMove.MovedDown });
    }

    private sealed class Talk(string sessions, string? head = null)
    {
        private readonly string _head = head ?? Head;
        private TimeSpan _now = TimeSpan.FromMinutes(1);

        public RuntimeSnapshot Snapshot { get; private set; } = TestConfig.Build((head ?? Head) + sessions);

        public RoutingContext Last { get; private set; } = null!;

        public double Prefix { get; private set; }

        public string? Why { get; private set; }

        public void Reload(string sessions) => Snapshot = TestConfig.Build(_head + sessions, Snapshot);

        public string Turn(string want, int answer = 500, string session = "s", string? agent = null, RoutingError error = RoutingError.None)
        {
            _now += TimeSpan.FromSeconds(20);
            var context = new RoutingContext();
            TestRequest.Fill(context.Facts, Encoding.UTF8.GetBytes(TestRequest.Chat(Prompt, more: ",\"max_tokens\":" + JsonSerializer.Serialize(answer))));
            context.Facts.Headers = agent is null
                ? new TestHeaders(("x-want", want), ("x-session-id", session))
                : new TestHeaders(("x-want", want), ("x-session-id", session), ("x-claude-code-agent-id", agent));
            context.Facts.MaxOutputTokens = answer;
            context.Begin(Snapshot, new Random(1), _now);
            Assert.Equal(RoutingStatus.Decided, Router.Decide(context, Snapshot.Find("auto")));
            var finished = new FinishedDecision(context, new FinishedRequest
            {
                Id = "x",
                Time = default,
                Served = context.Plan[0],
                Attempts = [],
                Usage = new TokenUsage(context.EstimatedInputTokens, 0, 0, answer, 0),
                Error = error,
            });
            OutcomeLearning.Learn(finished, _now);
            Prefix = context.EstimatedInputTokens + answer;
            Why = finished.ToRecord().Signals.Why;
            Last = context;
            return context.Planned!.Name;
        }
    }
}
