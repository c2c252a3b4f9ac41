using System.Globalization;

namespace Loadline.Dashboard.Text;

/// <summary>Writes figures for people, always with their unit; the same way on every page.</summary>
internal static class Show
{
    public const string Nothing = "–";

    // Beyond it something is wrong, and decimals end.
    private const double MostUsd = 1e15;

    /// <summary>Money as the command line writes it: four places, six where it is less than a cent.</summary>
    public static string Usd(decimal? amount) => amount is not { } known ? Nothing
        : known == 0 ? "$0"
        : (known < 0 ? "−$" : "$") + Math.Abs(known).ToString(Math.Abs(known) >= 100 ? "N2" : Math.Abs(known) is > 0 and < 0.01m ? "0.000000" : "0.0000", CultureInfo.InvariantCulture);

    public static string Usd(double? amount) => amount is { } known && double.IsFinite(known)
        ? Math.Abs(known) < MostUsd ? Usd((decimal)known) : "more than $" + MostUsd.ToString("0e+0", CultureInfo.InvariantCulture) : Nothing;

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long value, string one, string many) => Count(value) + " " + (value == 1 ? one : many);

    /// <summary>A share; what is not nothing, or not all, is never rounded to it.</summary>
    public static string Percent(double? share) => share is not { } known || !double.IsFinite(known) ? Nothing
        : known is > 0 and < 0.0005 ? "< 0.1 %"
        : known is >= 0.9995 and < 1 ? "> 99.9 %"
        : known.ToString("#,0.0 %", CultureInfo.InvariantCulture);

    public static string Number(double? value, string format = "0.###") => value is { } known && double.IsFinite(known) ? known.ToString(format, CultureInfo.InvariantCulture) : Nothing;

    public static string Milliseconds(double? ms) => ms is not { } known || !double.IsFinite(known) ? Nothing
        : known >= 7_200_000 ? (known / 3_600_000).ToString("N1", CultureInfo.InvariantCulture) + " h"
        : known >= 600_000 ? (known / 60_000).ToString("N1", CultureInfo.InvariantCulture) + " min"
        : known >= 10_000 ? (known / 1000).ToString("N1", CultureInfo.InvariantCulture) + " s"
        : known.ToString(known >= 100 ? "N0" : "0.#", CultureInfo.InvariantCulture) + " ms";

    public static string Microseconds(double us) => us >= 1000 ? Milliseconds(us / 1000) : us.ToString("0", CultureInfo.InvariantCulture) + " µs";

    /// <summary>A time to the second; everything here is UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Span(TimeSpan span) => span.TotalDays >= 2 ? Number(span.TotalDays, "0.#") + " days"
        : span.TotalHours >= 2 ? Number(span.TotalHours, "0.#") + " h"
        : span.TotalMinutes >= 2 ? Number(span.TotalMinutes, "0.#") + " min" : Number(span.TotalSeconds, "0.#") + " s";

    /// <summary>Says what an outcome's name stands for.</summary>
    public static string Outcome(string name) => name == "ok" ? "ok" : name.Replace('_', ' ');
}
