using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Dashboard.Models;

namespace Loadline.Dashboard.Tests.Models;

public sealed class CostStoryTests
{
    private static readonly ModelPrice Price = new(5m, 25m, 0.5m);

    [Fact]
    public void Tell_CachedAndFreshTokens_AddUpToTheCost()
    {
        var usage = new TokenUsage(1000, 400, 0, 2000, 0);
        var cost = Price.Cost(usage);
        Assert.Equal(0.0532m, cost);
        var story = string.Join('\n', CostStory.Tell(Decision(new AttemptRecord("large", "p/large", "ok", 200, 1, 2, usage, cost) { Price = Price })));
        Assert.Contains("600 tokens input at $5 per million ($0.003000)", story, StringComparison.Ordinal);
        Assert.Contains("400 tokens cached input at $0.5 per million ($0.000200)", story, StringComparison.Ordinal);
        Assert.Contains("2,000 tokens output at $25 per million ($0.0500) = $0.0532", story, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_FailedCalls_SaysWhatTheyCost()
    {
        var failed = new AttemptRecord("large", "p/large", "upstream_timeout", 0, 0, 5, null, 0.01m);
        var story = string.Join('\n', CostStory.Tell(Decision(failed, failed with { Outcome = "ok", CostUsd = 0.02m })));
        Assert.Contains("2 calls were made, 1 of them failed and cost $0.0100", story, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_ObservedRoute_SaysWhatRoutingWouldHaveChosen()
    {
        var decision = Decision() with { ServedAs = ServedRoles.Reference, Choice = "small" };
        Assert.Contains("routing would have chosen small", CostStory.Tell(decision)[0], StringComparison.Ordinal);
    }

    private static DecisionRecord Decision(params AttemptRecord[] attempts) => new()
    {
        Id = "01M7YB7ESV76G4M9CYRSAFDF77",
        Time = DateTimeOffset.UnixEpoch,
        Route = "auto",
        Mode = "enforce",
        Reason = "policy=fixed",
        Candidates = [],
        Signals = new SignalsRecord(),
        Attempts = attempts,
        Outcome = "ok",
        Served = "large",
        ServedAs = ServedRoles.Choice,
        Choice = "large",
    };
}
