using System.Globalization;

namespace Loadline.Learning.Charts;

/// <summary>Where values stand on an axis, from 0 at its start to 1 at its end, and which of them are named.</summary>
internal sealed class ChartScale
{
    private const double Least = 1e-5;
    private const int MostCharacters = 6;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _isLogarithmic;

    private ChartScale(double from, double to, bool isLogarithmic, IReadOnlyList<(double Value, string Label)> ticks)
    {
        (_from, _to, _isLogarithmic) = (from, to, isLogarithmic);
        Ticks = [.. ticks.Where(tick => At(tick.Value) is >= -1e-9 and <= 1 + 1e-9)];
    }

    public IReadOnlyList<(double Value, string Label)> Ticks { get; }

    public double At(double value) => ((_isLogarithmic ? Math.Log10(Math.Max(value, Least)) : value) - _from) / (_to - _from);

    /// <summary>Makes an axis whose ends and ticks are round figures.</summary>
    public static ChartScale Linear(IEnumerable<double> values, string format, bool isFromZero, int ticks = 5, bool isCount = false)
    {
        var all = values.Where(double.IsFinite).ToList();
        var (low, high) = all.Count == 0 ? (0, 1) : (all.Min(), all.Max());
        low = isFromZero ? Math.Min(0, low) : low;
        high = high - low > Math.Abs(high) * 1e-9 ? high : low + (low == 0 ? 1 : Math.Abs(low) * 0.1);
        var step = Math.Max(Step((high - low) / ticks), isCount ? 1 : 0);
        var (first, last) = (Math.Floor((low / step) + 1e-9), Math.Ceiling((high / step) - 1e-9));
        return new ChartScale(first * step, last * step, false, [.. Enumerable.Range(0, (int)(last - first) + 1)
            .Select(i => (first + i) * step).Select(value => (value, Tick(value, format)))]);
    }

    /// <summary>Makes an axis of powers of ten, with 2 and 5 between them where there are few.</summary>
    public static ChartScale Logarithmic(IEnumerable<double> values, string format)
    {
        var all = values.Select(value => Math.Log10(Math.Max(value, Least))).ToList();
        var (low, high) = all.Count == 0 ? (0, 1) : (all.Min(), all.Max());

        // Less than a half of a decade might hold no tick at all.
        if (high - low < 0.5)
        {
            (low, high) = (((low + high) / 2) - 0.5, ((low + high) / 2) + 0.5);
        }

        var between = high - low < 2.5 ? new[] { 1.0, 2, 5 } : [1.0];
        var ticks = Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
            .SelectMany(power => between.Select(factor => factor * Math.Pow(10, power)));
        return new ChartScale(low, high, true, [.. ticks.Select(value => (value, Tick(value, format)))]);
    }

    /// <summary>Makes an axis of times in seconds since 1970; days where it is long, hours and minutes where it is not.</summary>
    public static ChartScale Time(double from, double to)
    {
        to = Math.Max(to, from + 60);
        double[] steps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000];
        var step = Array.Find(steps, one => (to - from) / one <= 5);
        step = step == 0 ? (to - from) / 5 : step;
        var format = to - from > 3 * 86400 || step >= 86400 ? "d MMM" : "HH:mm";
        var first = Math.Ceiling(from / step);
        return new ChartScale(from, to, false, [.. Enumerable.Range(0, Math.Max(0, (int)(Math.Floor(to / step) - first)) + 1)
            .Select(i => (first + i) * step).Select(value => (value, TimeText(value, format)))]);
    }

    public static string TimeText(double seconds, string format) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).ToString(format, CultureInfo.InvariantCulture);

    public static string Write(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    // There is room for so many characters beside an axis; tables and tooltips have the whole figure.
    private static string Tick(double value, string format)
    {
        var whole = Write(value, format);
        if (whole.Length <= MostCharacters || Math.Abs(value) < 1000)
        {
            return whole;
        }

        var (unit, suffix) = Math.Abs(value) switch { >= 1e15 => (1e15, "P"), >= 1e12 => (1e12, "T"), >= 1e9 => (1e9, "G"), >= 1e6 => (1e6, "M"), _ => (1e3, "k") };
        var sign = value < 0 ? "−" : "";
        return sign + (format.Contains('$', StringComparison.Ordinal) ? "$" : "") + Write(Math.Abs(value) / unit, "0.##") + suffix;
    }

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}
