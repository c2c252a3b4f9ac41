using Loadline.Core.Ledger;

namespace Loadline.Core.Tests.Ledger;

public sealed class LedgerTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T06:30", "2026-03-01T06:30:00Z")]
    [InlineData("2026-03-01T06:30:15Z", "2026-03-01T06:30:15Z")]
    [InlineData("2026-03-01T06:30:15+02:00", "2026-03-01T04:30:15Z")]
    [InlineData("2026-03-01T06:30:15.1230000+00:00", "2026-03-01T06:30:15.123Z")]
    [InlineData("90m", "2026-03-10T10:30:00Z")]
    [InlineData("24h", "2026-03-09T12:00:00Z")]
    [InlineData("7d", "2026-03-03T12:00:00Z")]
    [InlineData("999999d", "1970-01-01T00:00:00Z")]
    public void Parse_GoodTimes_AreRead(string text, string expected)
    {
        Assert.True(LedgerTime.TryParse(text, Now, out var time));
        Assert.Equal(DateTimeOffset.Parse(expected), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    [InlineData("-7d")]
    [InlineData("7w")]
    [InlineData("99999999999d")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.False(LedgerTime.TryParse(text, Now, out _));
}
