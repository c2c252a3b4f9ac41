using Loadline.Dashboard.Text;

namespace Loadline.Dashboard.Tests.Text;

public sealed class ShowTests
{
    [Theory]
    [InlineData(0, "0.0 %")]
    [InlineData(1, "100.0 %")]
    [InlineData(0.000003, "< 0.1 %")]
    [InlineData(0.99997, "> 99.9 %")]
    [InlineData(0.0005, "0.1 %")]
    [InlineData(12.3456, "1,234.6 %")]
    [InlineData(double.NaN, "–")]
    public void Percent_NearTheEnds_IsNeverRoundedToThem(double share, string text) => Assert.Equal(text, Show.Percent(share));

    [Theory]
    [InlineData(0.25, "0.3 ms")]
    [InlineData(9_999, "9,999 ms")]
    [InlineData(10_000, "10.0 s")]
    [InlineData(900_000, "15.0 min")]
    [InlineData(10_000_000, "2.8 h")]
    public void Milliseconds_AnyLength_AreInAUnitThatIsRead(double ms, string text) => Assert.Equal(text, Show.Milliseconds(ms));

    [Theory]
    [InlineData(0.0, "$0")]
    [InlineData(0.0000123, "$0.000012")]
    [InlineData(0.5, "$0.5000")]
    [InlineData(1234567.891, "$1,234,567.89")]
    [InlineData(-0.5, "−$0.5000")]
    [InlineData(1e300, "more than $1e+15")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Usd_AnyAmount_IsWritten(double amount, string text) => Assert.Equal(text, Show.Usd(amount));
}
