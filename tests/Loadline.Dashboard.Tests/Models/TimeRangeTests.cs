using Loadline.Dashboard.Models;

namespace Loadline.Dashboard.Tests.Models;

public sealed class TimeRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 12, 34, 56, TimeSpan.Zero);

    [Theory]
    [InlineData(5, "15m")]
    [InlineData(50, "1h")]
    [InlineData(1000, "24h")]
    [InlineData(60 * 24 * 20, "30d")]
    [InlineData(60 * 24 * 400, "all")]
    public void Choose_Automatic_ReachesBackToTheFirstRequest(int minutesAgo, string expected) =>
        Assert.Equal(expected, TimeRange.Choose(TimeRange.Automatic, Now.AddMinutes(-minutesAgo), Now).Name);

    [Theory]
    [InlineData("15m")]
    [InlineData("1h")]
    [InlineData("24h")]
    [InlineData("7d")]
    [InlineData("30d")]
    [InlineData("90d")]
    [InlineData("all")]
    public void Spans_CoverTheRange_WithoutGapsAndInWholeMinutes(string name)
    {
        var first = Now.AddDays(-200);
        var range = TimeRange.Choose(name, first, Now);
        var spans = range.Spans(first, Now);
        Assert.True(spans[0].From <= (range.Length is { } length ? Now - length : first));
        Assert.True(spans[^1].To > Now);
        Assert.InRange(spans.Count, 2, 45);
        Assert.All(spans, span => Assert.Equal(0, span.From.UtcTicks % TimeSpan.TicksPerMinute));
        for (var i = 1; i < spans.Count; i++)
        {
            Assert.Equal(spans[i - 1].To, spans[i].From);
        }
    }

    [Fact]
    public void Choose_FiftyYears_StillEnds() => Assert.InRange(TimeRange.Choose("all", Now.AddYears(-50), Now).Spans(Now.AddYears(-50), Now).Count, 2, 60);
}
