using System.Text;
using Loadline.Core.Plans;
using Loadline.Wire.Errors;

namespace Loadline.Wire.Tests.Errors;

/// <summary>Row 10: every way a provider says when to come back.</summary>
public sealed class RetryHintsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("3", 3.0)]
    [InlineData(" 3 ", 3.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("0", 0.0)]
    [InlineData("9999999", 600.0)]
    [InlineData("99999999999999999999999999", 600.0)]
    [InlineData("Wed, 04 Mar 2026 05:06:27 GMT", 20.0)]
    [InlineData("Wed, 04 Mar 2026 05:06:07 GMT", null)]
    [InlineData("Wed, 04 Mar 2020 05:06:27 GMT", null)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e9", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Read_RetryAfter_SecondsOrDateOrNothing(string? header, double? seconds) =>
        Assert.Equal(seconds, RetryHints.Read(header, null, null, default, Now).Wait?.TotalSeconds);

    [Theory]
    [InlineData("1500", "7", 1.5)]
    [InlineData("-5", "7", 7.0)]
    [InlineData("x", null, null)]
    public void Read_Milliseconds_GoBeforeSeconds(string milliseconds, string? header, double? seconds) =>
        Assert.Equal(seconds, RetryHints.Read(header, milliseconds, null, default, Now).Wait?.TotalSeconds);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("maybe", null)]
    [InlineData(null, null)]
    public void Read_ShouldRetry_IsTakenAtItsWord(string? header, bool? expected) =>
        Assert.Equal(expected, RetryHints.Read(null, null, header, default, Now).ShouldRetry);

    [Theory]
    [InlineData("""{"error":{"code":429,"details":[{"@type":"type.googleapis.com/google.rpc.Help"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.074824224s"}]}}""", 34.075)]
    [InlineData("""[{"error":{"details":[{"retryDelay":"2s"}]}}]""", 2.0)]
    [InlineData("""{"retryDelay":"2m"}""", null)]
    [InlineData("""{"retryDelay":5}""", null)]
    [InlineData("""{"error":{"message":"\"retryDelay\": "5s" cut""", null)]
    public void Read_RetryInfoInTheBody_IsFound(string body, double? seconds)
    {
        var wait = RetryHints.Read(null, null, null, Encoding.UTF8.GetBytes(body), Now).Wait?.TotalSeconds;
        Assert.Equal(seconds, wait is { } found ? Math.Round(found, 3) : null);
    }

    [Fact]
    public void Read_HeaderAndBody_TheHeaderGoesFirst() =>
        Assert.Equal(new RetryAdvice(TimeSpan.FromSeconds(1)), RetryHints.Read("1", null, null, """{"retryDelay":"9s"}"""u8, Now));
}
