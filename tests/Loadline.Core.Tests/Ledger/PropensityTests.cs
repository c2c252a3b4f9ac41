using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Ledger;

/// <summary>The record tells by what chance a choice was made, and what the feature vector holds.</summary>
public sealed class PropensityTests
{
    private const string Weighted = TestConfig.Head
        + "routes: { auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, policy: { kind: weighted, weights: { small: 3, large: 1 } } } }\n";

    private const string Cheapest = TestConfig.Head
        + "routes: { auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, policy: cheapest } }\n";

    [Fact]
    public void Weighted_Draw_HasItsProbability()
    {
        var snapshot = TestConfig.Build(Weighted);
        var seen = new HashSet<(string, double)>();
        for (var seed = 0; seed < 50; seed++)
        {
            var context = TestRequest.Begin(snapshot, TestRequest.Chat("Hi"), seed: seed);
            Core.Routing.Router.Decide(context, snapshot.Find("auto"));
            seen.Add((context.Candidates.All[context.Choice].Name, Record(context).Propensity));
        }

        Assert.Equal([("large", 0.25), ("small", 0.75)], seen.Order());
    }

    [Fact]
    public void Weighted_OneLeftEligible_IsCertain()
    {
        var context = TestConfig.Decide(Weighted.Replace("name: l,", "name: l, can: [tools],", StringComparison.Ordinal).Replace("name: s,", "name: s, can: [schema],", StringComparison.Ordinal),
            TestRequest.Chat("Hi", more: ",\"tools\":[{}]"));

        Assert.Equal(("large", 1.0), (context.Candidates.All[context.Choice].Name, Record(context).Propensity));
    }

    [Fact]
    public void DeterministicPolicy_IsCertain() => Assert.Equal(1, Record(TestConfig.Decide(Cheapest, TestRequest.Chat("Hi"))).Propensity);

    [Fact]
    public void Features_OfADecision_BeginWithItsSignals()
    {
        var features = Record(TestConfig.Decide(Cheapest, TestRequest.Chat("Hello there"))).Features;

        Assert.True(features.Data.Length > SignalFeatures.Length);
        Assert.Equal(1, features.Data.Span[0] & 1);
        Assert.True(BitConverter.ToInt32(features.Data.Span[12..]) > 0);
        Assert.Equal(1, features.Data.Span[7]);
    }

    private static DecisionRecord Record(Core.Routing.RoutingContext context) =>
        new FinishedDecision(context, new FinishedRequest { Id = "", Time = default, Served = -1, Attempts = [] }).ToRecord();
}
