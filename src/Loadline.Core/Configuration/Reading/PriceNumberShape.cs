using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>USD per million tokens, exact.</summary>
internal sealed class PriceNumberShape() : ScalarShape<decimal>("a price from 0 to 100000 USD per million tokens", "`0.05`")
{
    private const decimal Highest = 100_000m;

    public override void Describe(Utf8JsonWriter json) =>
        SchemaText.NumberOrText(json, @"[0-9]+(\.[0-9]+)?", minimum: 0, maximum: (double)Highest);

    protected override bool TryParse(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value <= Highest;
}
