using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A duration: a number with <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>.</summary>
/// <param name="mayBeZero">Whether no time at all makes sense.</param>
internal sealed class DurationShape(bool mayBeZero = false)
    : ScalarShape<TimeSpan>("a duration of at most 24h, with its unit", "`200ms`, `3s`, `5m` or `1h`")
{
    private static readonly (string Suffix, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, @"[0-9]+(\.[0-9]+)?(ms|s|m|h)");

    protected override bool TryParse(string text, out TimeSpan value) => TryRead(text, mayBeZero, out value);

    /// <summary>Reads a duration as configs write it.</summary>
    internal static bool TryRead(string text, bool mayBeZero, out TimeSpan value)
    {
        value = default;
        foreach (var (suffix, milliseconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(
                    text.AsSpan(0, text.Length - suffix.Length),
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number))
            {
                var total = number * milliseconds;
                value = TimeSpan.FromMilliseconds(Math.Min(total, 1e9));
                return total <= TimeSpan.MillisecondsPerDay && (mayBeZero ? total >= 0 : value > TimeSpan.Zero);
            }
        }

        return false;
    }
}
