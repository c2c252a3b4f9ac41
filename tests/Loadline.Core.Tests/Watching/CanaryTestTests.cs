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
        for (var i = 0; i < 600; i++)
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

    // A line that only limits what is lost advises as well.
    [Theory]
    [InlineData(100, CanaryResult.Promote)]
    [InlineData(3, CanaryResult.RollBack)]
    public void Advice_ALineOfLostRequestsAlone_SaysWhatToDo(int each, string advice)
    {
        var line = new QualityLine(null, 0.1);
        CanaryState? state = null;
        for (var i = 0; i < 400; i++)
        {
            state = CanaryTest.Add(state, Audit(i, i % each == 0 ? 0 : 1, 1, null), line);
        }

        Assert.Equal(advice, CanaryTest.ResultOf(state!, line).Advice);
    }

    // Sessions are all good or all bad: thirty audits of one say no more than one does.
    [Fact]
    public void Advice_CorrelatedAuditsBelowTheLine_AreHardlyEverPromoted()
    {
        var random = new Random(11);
        var promoted = 0;
        for (var canary = 0; canary < 40; canary++)
        {
            CanaryState? state = null;
            var isPromoted = false;
            for (var session = 0; session < 150; session++)
            {
                var served = random.NextDouble() < 0.85 ? 1 : 0;
                for (var i = 0; i < 30; i++)
                {
                    state = CanaryTest.Add(state, Audit(i, served, 1, "s" + session), Line);
                }

                isPromoted |= CanaryTest.ResultOf(state!, Line).Advice == CanaryResult.Promote;
            }

            promoted += isPromoted ? 1 : 0;
        }

        // Each with probability 0.05 at most, however often one looks; the seed is fixed.
        Assert.InRange(promoted, 0, 5);
    }

    [Fact]
    public void Advice_FewClosedSessions_WaitsWhateverTheWealth()
    {
        CanaryState? state = null;
        for (var i = 0; i < 93; i++)
        {
            state = CanaryTest.Add(state, Audit(i, 1, 1, null), new QualityLine(0.2, null));
        }

        // 64 are open; the bet has taken 29.
        var result = CanaryTest.ResultOf(state!, new QualityLine(0.2, null));
        Assert.True(result.Wealth > result.ProvenAt, result.ToString());
        Assert.Equal((29, CanaryResult.Wait), (state!.Closed.Sessions, result.Advice));
        Assert.Equal(
            CanaryResult.Promote,
            CanaryTest.ResultOf(CanaryTest.Add(state, Audit(93, 1, 1, null), new QualityLine(0.2, null)), new QualityLine(0.2, null)).Advice);
    }

    [Fact]
    public void ResultOf_LaterCanaries_NeedMoreWealth()
    {
        Assert.Equal(40, CanaryTest.ResultOf(new CanaryState(), Line).ProvenAt, 6);
        Assert.Equal(240, CanaryTest.ResultOf(new CanaryState { Number = 3 }, Line).ProvenAt, 6);
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
