namespace Loadline.Core.Catalog;

/// <summary>Takes dates, versions and regions off model names, so that a name that the catalogue does not list still finds its family.</summary>
/// <remarks>
/// Only what cannot be mistaken for another model is taken off: <c>-4-5</c> or <c>-mini</c> would be one. So a new member of a family stays
/// unknown until the catalogue or the config names it.
/// </remarks>
internal static class ModelNames
{
    private static readonly string[] Regions = ["us.", "eu.", "apac.", "au.", "jp.", "ca.", "us-gov."];

    /// <summary>Takes the last date, version or <c>latest</c> off a name.</summary>
    /// <param name="name">The name, as in <c>gpt-5-2025-08-07</c>, <c>claude-opus-4-1@20250805</c>, <c>gemini-2.0-flash-001</c>.</param>
    /// <param name="shorter">What is left.</param>
    /// <returns><see langword="false"/> where the name ends in none of them.</returns>
    public static bool TryTakeVersionOff(ReadOnlySpan<char> name, out ReadOnlySpan<char> shorter)
    {
        for (var at = name.LastIndexOfAny('-', '@'); at > 0; at = name[..at].LastIndexOf('-'))
        {
            var tail = name[(at + 1)..];
            if (tail.Length > "2025-08-07".Length)
            {
                break;
            }

            if (IsVersion(tail))
            {
                shorter = name[..at];
                return true;
            }
        }

        shorter = default;
        return false;
    }

    /// <summary>Takes off a Bedrock name the part of the world it is served from; those prices are the regional ones.</summary>
    public static ReadOnlySpan<char> WithoutRegion(ReadOnlySpan<char> name)
    {
        foreach (var region in Regions)
        {
            if (name.StartsWith(region, StringComparison.OrdinalIgnoreCase))
            {
                return name[region.Length..];
            }
        }

        return name;
    }

    private static bool IsVersion(ReadOnlySpan<char> tail)
        => tail.Equals("latest", StringComparison.OrdinalIgnoreCase)
            || IsFullDate(tail)
            || IsMonthOfYear(tail)
            || IsRevision(tail)
            || IsShortDate(tail)
            || IsApiVersion(tail);

    /// <summary><c>2025-08-07</c>, <c>20250807</c>.</summary>
    private static bool IsFullDate(ReadOnlySpan<char> tail)
        => (tail is [_, _, _, _, '-', _, _, '-', _, _] && IsYear(tail[..4]) && IsMonthAndDay(tail[5..7], tail[8..]))
            || (tail.Length == 8 && IsYear(tail[..4]) && IsMonthAndDay(tail[4..6], tail[6..]));

    /// <summary><c>08-2024</c>.</summary>
    private static bool IsMonthOfYear(ReadOnlySpan<char> tail)
        => tail is [_, _, '-', _, _, _, _] && In(tail[..2], 1, 12) && IsYear(tail[3..]);

    /// <summary><c>001</c>.</summary>
    private static bool IsRevision(ReadOnlySpan<char> tail) => tail is ['0', '0', >= '0' and <= '9'];

    /// <summary><c>0613</c> (month and day) or <c>2512</c> (year and month); not <c>8192</c>, a context window.</summary>
    private static bool IsShortDate(ReadOnlySpan<char> tail)
        => tail.Length == 4 && (IsMonthAndDay(tail[..2], tail[2..]) || (In(tail[..2], 23, 39) && In(tail[2..], 1, 12)));

    /// <summary><c>v1:0</c>.</summary>
    private static bool IsApiVersion(ReadOnlySpan<char> tail)
        => tail is ['v' or 'V', >= '0' and <= '9', ':', >= '0' and <= '9'];

    private static bool IsYear(ReadOnlySpan<char> digits) => In(digits, 2020, 2039);

    private static bool IsMonthAndDay(ReadOnlySpan<char> month, ReadOnlySpan<char> day) => In(month, 1, 12) && In(day, 1, 31);

    private static bool In(ReadOnlySpan<char> digits, int low, int high)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return value >= low && value <= high;
    }
}
