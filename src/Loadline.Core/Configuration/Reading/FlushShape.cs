using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A flush interval.</summary>
internal sealed class FlushShape() : ScalarShape<TimeSpan>("a time from 10ms to 60s", "`250ms`")
{
    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, "[0-9]{1,5}(ms|s)");

    protected override bool TryParse(string text, out TimeSpan value)
    {
        var isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        var digits = text.AsSpan()[..^Math.Min(text.Length, isMilliseconds ? 2 : 1)];
        var isRead = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (isMilliseconds || text[^1] == 's') && number <= 60_000;
        value = TimeSpan.FromMilliseconds(isRead ? (long)number * (isMilliseconds ? 1 : 1000) : 0);
        return isRead && value.TotalMilliseconds is >= 10 and <= 60_000;
    }
}
