using System.Collections.Concurrent;
using System.Text;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Sessions;

/// <summary>
/// Simulated conversations of an agent, billed with catalogue prices: each model keeps the prefix it saw for five minutes, as providers do. The
/// policy wants the small or the large model turn by turn, in spells; the first turn's, where sessions begin large, is the large one: agents that plan first.
/// </summary>
internal sealed class SessionSimulation(string small, string large, double spell, int seed, bool beginsLarge = false)
{
    private const int Sessions = 100;
    private static readonly ConcurrentDictionary<int, byte[]> Bodies = new();
    private static readonly TimeSpan CacheLife = TimeSpan.FromMinutes(5);
    private readonly ModelPrice[] _prices = [Price(small), Price(large)];

    /// <summary>Follows the policy in every turn.</summary>
    public (double Usd, double Below) Always() => Run((_, wish, _) => wish);

    /// <summary>Keeps the first model, except that it follows the policy upwards; never comes down.</summary>
    public (double Usd, double Below) NeverDown() => Run((held, wish, turn) => turn == 0 ? wish : Math.Max(held, wish));

    /// <summary>Keeps the first model whatever the policy wants.</summary>
    public (double Usd, double Below) NeverSwitch() => Run((held, wish, turn) => turn == 0 ? wish : held);

    /// <summary>Lets the router decide, with these session settings.</summary>
    public (double Usd, double Below) Sticky(string settings)
    {
        var snapshot = TestConfig.Build($$"""
            version: 1
            providers: { p: { url: "http://h.test/v1" } }
            models:
              small: { provider: p, name: s, {{Text(_prices[0])}} }
              large: { provider: p, name: l, {{Text(_prices[1])}} }
            routes:
              auto:
                pool: [small, large]
                reference: large
                mode: enforce
                quality: uncertified
                rules: [ { name: easy, when: { header: { x-want: small } }, policy: { kind: fixed, use: small } } ]
                policy: { kind: fixed, use: large }
                sessions: {{settings}}

            """);
        return Run((_, _, _) => -1, snapshot);
    }

    private static string Text(ModelPrice price) => FormattableString.Invariant(
        $"price: {{ input: {price.Input}, output: {price.Output}, cached_input: {price.CachedInput}, cache_write: {price.CacheWrite ?? price.Input} }}");

    private static ModelPrice Price(string name) =>
        (BuiltInCatalog.Instance.Find("openai", name) ?? BuiltInCatalog.Instance.Find("anthropic", name) ?? BuiltInCatalog.Instance.Find("gemini", name))!.Price!;

    private (double Usd, double Below) Run(Func<int, int, int, int> choose, RuntimeSnapshot? snapshot = null)
    {
        var random = new Random(seed);
        var (usd, below, turns) = (0m, 0, 0);
        for (var session = 0; session < Sessions; session++)
        {
            var caches = new (int Tokens, TimeSpan At)[2];
            var now = TimeSpan.FromDays(1);
            var input = random.Next(2_000, 6_000);
            var wish = random.NextDouble() < 0.5 || beginsLarge ? 1 : 0;
            var held = wish;
            for (var turn = 0; turn == 0 || random.NextDouble() > 1 / 14.0; turn++)
            {
                now += TimeSpan.FromSeconds(random.NextDouble() < 0.12 ? random.Next(310, 1_800) : random.Next(4, 150));
                wish = random.NextDouble() < 1 / spell && !(beginsLarge && turn == 0) ? 1 - wish : wish;
                var output = random.Next(80, 900);
                held = snapshot is null ? choose(held, wish, turn) : Decide(snapshot, session, wish, input, output, now);
                usd += Bill(ref caches[held], _prices[held], input, output, now);
                below += held < wish ? 1 : 0;
                turns++;
                input += output + random.Next(30, random.NextDouble() < 0.4 ? 5_000 : 400);
            }
        }

        return ((double)usd, (double)below / turns);
    }

    private static decimal Bill(ref (int Tokens, TimeSpan At) cache, ModelPrice price, int input, int output, TimeSpan now)
    {
        var cached = now - cache.At <= CacheLife && cache.Tokens >= 1_024 ? Math.Min(cache.Tokens, input) : 0;
        cache = (input + output, now);
        return price.Cost(new TokenUsage(input, cached, price.CacheWrite is null ? 0 : input - cached, output, 0));
    }

    private static int Decide(RuntimeSnapshot snapshot, int session, int wish, int input, int output, TimeSpan now)
    {
        var context = new RoutingContext();

        // About as many tokens as the turn has: the router reads no more of it than its length.
        var body = Bodies.GetOrAdd(input / 256, static size => Encoding.UTF8.GetBytes(
            "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"" + new StringBuilder().Insert(0, " word", size * 256) + "\"}]}"));
        TestRequest.Fill(context.Facts, body);
        context.Facts.MaxOutputTokens = output;
        context.Facts.Headers = new TestHeaders(("x-want", wish == 0 ? "small" : "large"), ("x-session-id", session.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        context.Begin(snapshot, new Random(1), now);
        Router.Decide(context, snapshot.Find("auto"));
        var served = context.Plan[0];
        OutcomeLearning.Learn(
            new FinishedDecision(context, new FinishedRequest { Id = "", Time = default, Served = served, Attempts = [], Usage = new TokenUsage(input, 0, 0, output, 0) }), now);
        return context.Candidates.All[served].Name == "small" ? 0 : 1;
    }
}
