using Loadline.Core.Ledger;
using Loadline.Core.Quality;
using Loadline.Core.Watching;

namespace Loadline.Core.Tests.Watching;

/// <summary>A canary compares choice and reference on the same requests, with sessions as units.</summary>
public sealed class CanaryTestTests
{
    private static readonly QualityLine Line = new(0.9, null);

    [Fact]
    public void ResultOf_AuditsOfFewSessions_CountsSessionsNotAudits()
    {
        // Each of 8 sessions asked 10 times; of one session all answers were as good or as bad.
        CanaryState? one = null, many = null;
        for (var i = 0; i < 80; i++)
        {
            var served = i % 8 < 2 ? 0 : 1;
            one = CanaryTest.Add(one, Audit(i, served, 1, "s" + (i % 8)), Line);
            many = CanaryTest.Add(many, Audit(i, served, 1, null), Line);
        }

        var (few, each) = (CanaryTest.ResultOf(one!, Line), CanaryTest.ResultOf(many!, Line));
        Assert.Equal((80, 8, 80), (few.Audits, few.Sessions, few.Pairs));
        Assert.Equal((80, 80, 80), (each.Audits, each.Sessions, each.Pairs));
        Assert.Equal(0.75, few.Kept!.Value.Value, 12);
        Assert.Equal(-0.25, few.Difference!.Value.Value, 12);

        // Two of eight: a standard error of √(0.25 · 0.75 / 7), and √(0.25 · 0.75 / 79) of eighty.
        Assert.Equal(1.96 * Math.Sqrt(0.25 * 0.75 / 7), few.Difference.Value.High + 0.25, 3);
        Assert.Equal(1.96 * Math.Sqrt(0.25 * 0.75 / 79), each.Difference!.Value.High + 0.25, 3);
    }

    [Fact]
    public void ResultOf_ChoiceAndReferenceTheSameModel_IsNoPair()
    {
        CanaryState? state = null;
        for (var i = 0; i < 40; i++)
        {
            var audit = Audit(i, i % 4 == 0 ? 0 : 1, 1, null);
            state = CanaryTest.Add(state, i % 2 == 0 ? audit : audit with { Served = "large", ServedQuality = 1 }, Line);
        }

        var result = CanaryTest.ResultOf(state!, Line);
        Assert.Equal((40, 20), (result.Audits, result.Pairs));
        Assert.Equal(-0.5, result.Difference!.Value.Value, 12);
        Assert.Equal(0.75, result.Kept!.Value.Value, 12);
    }

    [Theory]
    [InlineData(1, CanaryResult.Promote)]
    [InlineData(0.5, CanaryResult.RollBack)]
    public void Advice_ClearEvidence_SaysWhatToDo(double served, string advice)
    {
        CanaryState? state = null;
        for (var i = 0; i < 400; i++)
        {
            state = CanaryTest.Add(state, Audit(i, i % 20 == 0 ? 1 - served : served, 1, null), Line);
            if (i == 5)
            {
                Assert.Equal(CanaryResult.Wait, CanaryTest.ResultOf(state, Line).Advice);
            }
        }

        var result = CanaryTest.ResultOf(state!, Line);
        Assert.Equal(advice, result.Advice);
        Assert.EndsWith($"Advice: {advice}.", result.ToString(), StringComparison.Ordinal);
    }

    // What has been seen is kept with the route: in a text, of a bounded length.
    [Fact]
    public void Add_ManySessions_KeepsSumsAndFewSessions()
    {
        CanaryState? state = null;
        for (var i = 0; i < 500; i++)
        {
            state = CanaryTest.Add(state, Audit(i, i % 10 == 0 ? 0 : 1, 1, "s" + i), Line);
            state = RouteStanding.Parse(new RouteStanding { Route = "auto", Canary = state }.ToText()).Canary;
        }

        var result = CanaryTest.ResultOf(state!, Line);
        Assert.Equal((500, 500), (result.Audits, result.Sessions));
        Assert.Equal(0.9, result.Kept!.Value.Value, 12);
        Assert.InRange(state!.Open.Count, 1, 64);
    }

    private static AuditRecord Audit(int id, double served, double reference, string? session) =>
        new("d" + id, DateTimeOffset.UnixEpoch, "auto", "small", "large", served, reference, 1, "judge", null) { Details = new AuditDetails { Session = session } };
}
