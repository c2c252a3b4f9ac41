using Loadline.Core.Limits;

namespace Loadline.Core.Tests.Limits;

public sealed class UsageMeterTests
{
    private static readonly DateTimeOffset Utc = new(2026, 1, 31, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Requests_OnePassedTheSize_IsToldWhenToComeBack()
    {
        var meter = Meter("requests", "3/minute");
        for (var i = 0; i < 3; i++)
        {
            Assert.True(meter.TryEnter(default, TimeSpan.Zero, Utc, out _));
        }

        Assert.False(meter.TryEnter(default, TimeSpan.Zero, Utc, out var denial));
        Assert.Equal(TimeSpan.FromSeconds(20), denial.RetryAfter);
        Assert.Equal("key k", denial.Subject);
        Assert.False(denial.IsBudget);
        Assert.False(meter.TryEnter(default, TimeSpan.FromSeconds(19.9), Utc, out _));
        Assert.True(meter.TryEnter(default, TimeSpan.FromSeconds(20), Utc, out _));
    }

    [Fact]
    public void Tokens_UsedLessThanAsked_AreReturned()
    {
        var meter = Meter("tokens", "1000/minute");
        var asked = new UsageDemand(900, 0);
        Assert.True(meter.TryEnter(asked, TimeSpan.Zero, Utc, out _));
        Assert.False(meter.TryEnter(asked, TimeSpan.Zero, Utc, out _));
        meter.Leave(asked, new UsageDemand(100, 0), Utc);
        Assert.True(meter.TryEnter(asked, TimeSpan.Zero, Utc, out _));
    }

    [Fact]
    public void Tokens_UsedMoreThanAsked_AreWaitedFor()
    {
        var meter = Meter("tokens", "1000/minute");
        var asked = new UsageDemand(10, 0);
        Assert.True(meter.TryEnter(asked, TimeSpan.Zero, Utc, out _));
        meter.Leave(asked, new UsageDemand(2000, 0), Utc);
        Assert.False(meter.TryEnter(asked, TimeSpan.FromSeconds(60), Utc, out _));
        Assert.True(meter.TryEnter(asked, TimeSpan.FromSeconds(61), Utc, out _));
    }

    [Fact]
    public void Tokens_DemandLargerThanTheWholeLimit_IsLetInByAFullBucket()
    {
        var meter = Meter("tokens", "100/minute");
        Assert.True(meter.TryEnter(new UsageDemand(500, 0), TimeSpan.Zero, Utc, out _));
        Assert.False(meter.TryEnter(new UsageDemand(1, 0), TimeSpan.FromMinutes(4), Utc, out _));
    }

    [Fact]
    public void Concurrency_IsFreedByLeaving()
    {
        var meter = Meter("concurrency", "2");
        Assert.True(meter.TryEnter(default, TimeSpan.Zero, Utc, out _));
        Assert.True(meter.TryEnter(default, TimeSpan.Zero, Utc, out _));
        Assert.False(meter.TryEnter(default, TimeSpan.Zero, Utc, out _));
        meter.Leave(default, default, Utc);
        Assert.True(meter.TryEnter(default, TimeSpan.Zero, Utc, out _));
        Assert.Equal(2, meter.Running);
    }

    [Fact]
    public void Budget_ReservesTheWorstCase_SettlesWhatItCost()
    {
        var meter = Meter("budget", "1/month");
        var asked = new UsageDemand(0, NanoUsd.FromUsd(0.6m));
        Assert.True(meter.TryEnter(asked, TimeSpan.Zero, Utc, out _));
        Assert.False(meter.TryEnter(asked, TimeSpan.Zero, Utc, out var denial));
        Assert.True(denial.IsBudget);
        Assert.Equal(TimeSpan.FromSeconds(1), denial.RetryAfter);
        meter.Leave(asked, new UsageDemand(0, NanoUsd.FromUsd(0.3m)), Utc);
        Assert.True(meter.TryEnter(asked, TimeSpan.Zero, Utc, out _));
        var status = Assert.Single(meter.Budgets(Utc));
        Assert.Equal((0.3m, 0.6m), (status.SpentUsd, status.ReservedUsd));
    }

    [Fact]
    public void Budget_SpentUp_IsFullAgainInTheNextMonthOfUtc()
    {
        var meter = Meter("budget", "1/month");
        var asked = new UsageDemand(0, NanoUsd.FromUsd(1m));
        Assert.True(meter.TryEnter(asked, TimeSpan.Zero, Utc, out _));
        meter.Leave(asked, asked, Utc);
        Assert.False(meter.TryEnter(asked, TimeSpan.Zero, Utc, out var denial));
        Assert.Equal(TimeSpan.FromHours(1), denial.RetryAfter);
        Assert.True(meter.TryEnter(asked, TimeSpan.Zero, Utc.AddHours(1), out _));
    }

    [Fact]
    public void Budget_ManyThreadsAtItsEdge_NeverPassIt()
    {
        var meter = Meter("budget", "1/day");
        var asked = new UsageDemand(0, NanoUsd.FromUsd(0.011m));
        var admitted = 0;
        Parallel.For(0, 200, _ =>
        {
            if (meter.TryEnter(asked, TimeSpan.Zero, Utc, out LimitDenial _))
            {
                Interlocked.Increment(ref admitted);
            }
        });
        Assert.Equal(90, admitted);
    }

    [Fact]
    public void Restore_CountsOnlyThePeriodUnderWay()
    {
        var meter = Meter("budget", "1/month");
        meter.Restore(LimitWindow.Month, new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), NanoUsd.FromUsd(0.9m), Utc);
        Assert.Equal(0, Assert.Single(meter.Budgets(Utc)).SpentUsd);
        meter.Restore(LimitWindow.Month, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), NanoUsd.FromUsd(0.9m), Utc);
        Assert.Equal(0.9m, Assert.Single(meter.Budgets(Utc)).SpentUsd);
    }

    [Fact]
    public void Enter_DeniedByTheLastLimit_TakesNothingFromTheOthers()
    {
        var meter = new UsageMeter("key k", [Limit("requests", "1/minute"), Limit("budget", "1/day")], TimeSpan.Zero);
        var dear = new UsageDemand(0, NanoUsd.FromUsd(2m));
        Assert.False(meter.TryEnter(dear, TimeSpan.Zero, Utc, out _));
        Assert.True(meter.TryEnter(default, TimeSpan.Zero, Utc, out _));
        Assert.Equal(1, meter.Running);
    }

    [Fact]
    public void Ticket_DeniedByTheSecondMeter_LeavesTheFirstAsItWas()
    {
        var key = Meter("requests", "1/minute");
        var team = new UsageMeter("team t", [Limit("concurrency", "1")], TimeSpan.Zero);
        Assert.True(team.TryEnter(default, TimeSpan.Zero, Utc, out _));
        var ticket = new UsageTicket();
        Assert.False(ticket.TryEnter([key, null, team], default, TimeSpan.Zero, Utc, out var denial));
        Assert.Equal("team t", denial.Subject);
        Assert.False(ticket.IsHeld);
        Assert.Equal(0, key.Running);
        team.Leave(default, default, Utc);
        Assert.True(ticket.TryEnter([key, null, team], default, TimeSpan.Zero, Utc, out _));
        ticket.Leave(default, Utc);
        Assert.Equal((0, 0), (key.Running, team.Running));
    }

    [Fact]
    public void TryNearest_NamesTheLimitWithTheLeastLeft()
    {
        var meter = new UsageMeter("key k", [Limit("requests", "10/minute"), Limit("tokens", "100/minute")], TimeSpan.Zero);
        Assert.True(meter.TryEnter(new UsageDemand(60, 0), TimeSpan.Zero, Utc, out _));
        Assert.True(meter.TryNearest(TimeSpan.Zero, out var status));
        Assert.Equal((LimitedUse.Tokens, 40L, TimeSpan.FromSeconds(36)), (status.Limit.Of, status.Left, status.UntilFull));
    }

    [Fact]
    public void Meters_LimitsChange_KeepWhatWasSpent()
    {
        var meters = new UsageMeters();
        var first = meters.For("key k", [Limit("budget", "1/month")], TimeSpan.Zero, Utc)!;
        var asked = new UsageDemand(0, NanoUsd.FromUsd(0.5m));
        first.TryEnter(asked, TimeSpan.Zero, Utc, out _);
        first.Leave(asked, asked, Utc);
        var second = meters.For("key k", [Limit("budget", "2/month")], TimeSpan.Zero, Utc)!;
        Assert.NotSame(first, second);
        Assert.Equal(0.5m, Assert.Single(second.Budgets(Utc)).SpentUsd);
        Assert.Same(second, meters.For("key k", [Limit("budget", "2/month")], TimeSpan.Zero, Utc));
        Assert.Null(meters.For("key other", [], TimeSpan.Zero, Utc));
    }

    [Theory]
    [InlineData("requests", "60/minute", "60/minute")]
    [InlineData("tokens", "100k/hour", "100000/hour")]
    [InlineData("budget", "2.50/day", "2.5/day")]
    [InlineData("concurrency", "8", "8")]
    public void Text_IsReadAndWritten(string use, string text, string written) => Assert.Equal(written, UsageLimitText.Write(Limit(use, text)));

    [Theory]
    [InlineData("requests", "60")]
    [InlineData("requests", "0/minute")]
    [InlineData("requests", "1.5/minute")]
    [InlineData("requests", "-1/minute")]
    [InlineData("requests", "60/fortnight")]
    [InlineData("concurrency", "8/minute")]
    [InlineData("budget", "1e3/month")]
    [InlineData("budget", "")]
    public void Text_ThatIsNoLimit_IsRefused(string use, string text)
    {
        Assert.True(UsageLimitText.TryParseUse(use, out var parsed));
        Assert.False(UsageLimitText.TryParse(parsed, text, out _));
    }

    private static UsageMeter Meter(string use, string text) => new("key k", [Limit(use, text)], TimeSpan.Zero);

    private static UsageLimit Limit(string use, string text)
    {
        Assert.True(UsageLimitText.TryParseUse(use, out var parsed));
        Assert.True(UsageLimitText.TryParse(parsed, text, out var limit), text);
        return limit;
    }
}
