using Loadline.Core.Rules;

namespace Loadline.Core.Tests.Rules;

public sealed class NumberRangeTests
{
    [Theory]
    [InlineData("> 30k", "> 30k", 30_001, 30_000)]
    [InlineData(">=30K", ">= 30k", 30_000, 29_999)]
    [InlineData("< 1.5m", "< 1.5m", 1_499_999, 1_500_000)]
    [InlineData("<= 0.6", "<= 0.6", 0.6, 0.61)]
    [InlineData("2k..8k", "2k..8k", 8_000, 8_001)]
    [InlineData(" 2000 .. 8000 ", "2k..8k", 2_000, 1_999)]
    [InlineData("3", "3", 3, 4)]
    [InlineData("0..0", "0", 0, 1)]
    [InlineData("1.5k", "1500", 1_500, 1_501)]
    public void TryParse_EachForm_ReadsAndWritesBack(string text, string written, double inside, double outside)
    {
        Assert.True(NumberRange.TryParse(text, out var range));
        Assert.Equal(written.Replace("1.5m", "1500k", StringComparison.Ordinal), range.ToString().Replace("1.5m", "1500k", StringComparison.Ordinal));
        Assert.True(range.Contains(inside));
        Assert.False(range.Contains(outside));
        Assert.True(NumberRange.TryParse(range.ToString(), out var again));
        Assert.Equal(range, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData(">")]
    [InlineData("=> 3")]
    [InlineData("> x")]
    [InlineData("k")]
    [InlineData("1..")]
    [InlineData("8..2")]
    [InlineData("1 2")]
    [InlineData("--1")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,000")]
    public void TryParse_Nonsense_IsRefused(string text) => Assert.False(NumberRange.TryParse(text, out _));

    [Fact]
    public void Contains_NotANumber_IsNeverInside() => Assert.False(NumberRange.AtLeast(0).Contains(double.NaN));
}
