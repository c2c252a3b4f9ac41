using System.Diagnostics.Metrics;

namespace Loadline.Gateway.Telemetry;

/// <summary>How the measurements of an instrument add up.</summary>
internal enum MetricKind
{
    /// <summary>Measurements are added and only grow.</summary>
    Counter,

    /// <summary>Measurements are added, either way.</summary>
    UpDown,

    /// <summary>Each measurement replaces the one before.</summary>
    Gauge,

    /// <summary>Each measurement is the total so far, asked for when the page is read.</summary>
    ObservedCounter,

    /// <summary>Each measurement is the value now, asked for when the page is read.</summary>
    ObservedGauge,

    /// <summary>Measurements are counted in buckets.</summary>
    Histogram,
}

internal static class MetricKinds
{
    /// <summary>Tells the kind of an instrument; <see langword="null"/> for kinds that did not exist when this was written.</summary>
    public static MetricKind? Of(Instrument instrument)
    {
        if (instrument.GetType() is not { IsGenericType: true } type)
        {
            return null;
        }

        var open = type.GetGenericTypeDefinition();
        return open == typeof(Counter<>) ? MetricKind.Counter
            : open == typeof(UpDownCounter<>) ? MetricKind.UpDown
            : open == typeof(Gauge<>) ? MetricKind.Gauge
            : open == typeof(Histogram<>) ? MetricKind.Histogram
            : open == typeof(ObservableCounter<>) ? MetricKind.ObservedCounter
            : open == typeof(ObservableUpDownCounter<>) || open == typeof(ObservableGauge<>) ? MetricKind.ObservedGauge
            : null;
    }

    public static bool IsObserved(this MetricKind kind) => kind is MetricKind.ObservedCounter or MetricKind.ObservedGauge;

    public static bool IsTotal(this MetricKind kind) => kind is MetricKind.Counter or MetricKind.ObservedCounter;

    /// <summary>Gets the word of the page's TYPE line.</summary>
    public static ReadOnlySpan<byte> PrometheusType(this MetricKind kind)
        => kind.IsTotal() ? "counter"u8 : kind is MetricKind.Histogram ? "histogram"u8 : "gauge"u8;
}
