using System.Text;

namespace Loadline.Gateway.Telemetry;

/// <summary>Names as Prometheus wants them: letters, digits and underscores, the unit spelled out at the end, <c>_total</c> on counters.</summary>
internal static class PrometheusName
{
    /// <summary>Makes the metric name of an instrument: <c>loadline.cost</c> in USD that only grows is <c>loadline_cost_usd_total</c>.</summary>
    public static string OfMetric(string name, string? unit, MetricKind kind)
    {
        var clean = Clean(name);
        if (UnitSuffix(unit, kind) is { } suffix && !HasSuffix(clean, suffix))
        {
            clean += "_" + suffix;
        }

        return kind.IsTotal() && !HasSuffix(clean, "total") ? clean + "_total" : clean;
    }

    /// <summary>Makes a label name.</summary>
    public static string OfLabel(string name) => Clean(name);

    private static string? UnitSuffix(string? unit, MetricKind kind)
    {
        // {request} and the like are remarks, not units.
        if (string.IsNullOrEmpty(unit) || unit.StartsWith('{'))
        {
            return null;
        }

        return unit switch
        {
            "s" => "seconds",
            "ms" => "milliseconds",
            "us" => "microseconds",
            "ns" => "nanoseconds",
            "min" => "minutes",
            "h" => "hours",
            "d" => "days",
            "By" => "bytes",
            "KiBy" => "kibibytes",
            "MiBy" => "mebibytes",
            "%" => "percent",
            "1" => kind is MetricKind.Gauge or MetricKind.ObservedGauge ? "ratio" : null,
            _ => Clean(unit.ToLowerInvariant()),
        };
    }

    private static bool HasSuffix(string name, string suffix)
        => name.EndsWith(suffix, StringComparison.Ordinal) && (name.Length == suffix.Length || name[^(suffix.Length + 1)] == '_');

    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            clean.Append('_');
        }

        foreach (var letter in name)
        {
            var allowed = char.IsAsciiLetterOrDigit(letter) ? letter : '_';
            if (allowed != '_' || clean.Length == 0 || clean[^1] != '_')
            {
                clean.Append(allowed);
            }
        }

        return clean.ToString();
    }
}
