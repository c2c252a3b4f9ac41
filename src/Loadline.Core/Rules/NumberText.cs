using System.Globalization;

namespace Loadline.Core.Rules;

/// <summary>Numbers as the config writes them: <c>0.6</c>, <c>250</c>, <c>30k</c> (thousands), <c>1.5m</c> (millions).</summary>
internal static class NumberText
{
    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim();
        var scale = 1.0;
        if (text.Length > 0 && text[^1] is 'k' or 'K' or 'm' or 'M')
        {
            scale = text[^1] is 'k' or 'K' ? 1e3 : 1e6;
            text = text[..^1];
        }

        // A digit must come first (after a sign), so that "k", ".5" and "NaN" are no numbers.
        var digits = text.TrimStart('-');
        value = 0;
        if (digits.Length == 0 || text.Length - digits.Length > 1 || !char.IsAsciiDigit(digits[0])
            || !double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        value = scale == 1 ? number : Math.Round(number * scale, 6);
        return double.IsFinite(value);
    }

    /// <summary>Writes the shortest form that reads back as the same number.</summary>
    public static string Format(double value) => value switch
    {
        >= 1e6 when value % 1e6 == 0 => (value / 1e6).ToString("R", CultureInfo.InvariantCulture) + "m",
        >= 1e3 when value % 1e3 == 0 => (value / 1e3).ToString("R", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.################", CultureInfo.InvariantCulture),
    };
}
