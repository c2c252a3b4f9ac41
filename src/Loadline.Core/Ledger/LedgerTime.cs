using System.Globalization;

namespace Loadline.Core.Ledger;

/// <summary>Times as people give them for a range: a date, a date with a time, or how long ago.</summary>
public static class LedgerTime
{
    /// <summary>What may be written, for messages.</summary>
    public const string Forms = "a time such as 2026-03-01, 2026-03-01T12:00:00Z, or how long ago: 90m, 24h, 7d";

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads a time; without an offset it is UTC.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        if (DateTimeOffset.TryParseExact(
            text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
        {
            return true;
        }

        time = now;
        if (text.Length < 2 || !int.TryParse(text.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 1_000_000)
        {
            return false;
        }

        TimeSpan? ago = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
        time = ago is { } known && known < now - DateTimeOffset.UnixEpoch ? now - known : DateTimeOffset.UnixEpoch;
        return ago is not null;
    }
}
