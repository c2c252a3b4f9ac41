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
    [InlineData(0.0, "$0")]
    [InlineData(0.0000123, "$0.000012")]
    [InlineData(0.5, "$0.5000")]
    [InlineData(1234567.891, "$1,234,567.89")]
    [InlineData(-0.5, "−$0.5000")]
    [InlineData(1e300, "more than $1e+15")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Usd_AnyAmount_IsWritten(double amount, string text) => Assert.Equal(text, Show.Usd(amount));
}
