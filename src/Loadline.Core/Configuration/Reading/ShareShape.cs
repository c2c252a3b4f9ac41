using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A share, as <c>2%</c> or <c>0.02</c>.</summary>
/// <param name="least">The smallest that is taken, in [0,1].</param>
internal sealed class ShareShape(double least = 0) : ScalarShape<double>(least > 0 ? "a share above 0, up to 1" : "a share from 0 to 1", "`2%` or `0.02`")
{
    public override void Describe(Utf8JsonWriter json) =>
        SchemaText.NumberOrText(json, @"[0-9]+(\.[0-9]+)?%?", minimum: least, maximum: 1);

    protected override bool TryParse(string text, out double value)
    {
        var isPercent = text.EndsWith('%');
        var isRead = double.TryParse(
            isPercent ? text[..^1] : text,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out value);
        value = isPercent ? value / 100 : value;
        return isRead && value >= least && value <= 1;
    }
}
