using System.Buffers;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;

namespace Loadline.Gateway.Telemetry;

/// <summary>Follows meters and writes what they measured as Prometheus' text format.</summary>
/// <remarks>
/// Taking a measurement in allocates nothing once its labels have been seen. Labels are bounded: an instrument with more label sets than
/// <see cref="PrometheusExporterOptions.MaxSeriesPerInstrument"/> counts the rest in a series labelled <c>otel_metric_overflow="true"</c>.
/// </remarks>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>The content type of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly Meter? _own;
    private readonly PrometheusExporterOptions _options;
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private long _callbackFailures;

    /// <param name="own">A meter of this host, followed whatever its name, so that two hosts in one process do not mix; or none.</param>
    /// <param name="options">The defaults where <see langword="null"/>.</param>
    public PrometheusExporter(Meter? own, PrometheusExporterOptions? options = null)
    {
        _own = own;
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxSeriesPerInstrument, 1, nameof(options));
        _listener.InstrumentPublished = Follow;
        _listener.MeasurementsCompleted = Leave;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => ((MetricFamily)family!).Record((double)value, tags));
        _listener.Start();
    }

    /// <summary>Writes the whole page and flushes it.</summary>
    public ValueTask<FlushResult> WriteAsync(PipeWriter writer, CancellationToken cancellationToken = default)
    {
        Write(writer);
        return writer.FlushAsync(cancellationToken);
    }

    /// <summary>Writes the whole page. Readers of the page take turns; recording goes on meanwhile.</summary>
    public void Write(IBufferWriter<byte> writer)
    {
        lock (_gate)
        {
            Observe();
            foreach (var family in _families.Values)
            {
                family.Write(writer);
            }

            WriteOwnHealth(writer);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Observe()
    {
        foreach (var family in _families.Values)
        {
            if (family.Kind.IsObserved())
            {
                family.Forget();
            }
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException failed)
        {
            // Somebody's gauge threw; the others have been read, and the page says that it is not whole.
            _callbackFailures += failed.InnerExceptions.Count;
        }
    }

    private void WriteOwnHealth(IBufferWriter<byte> writer)
    {
        const string overflowed = "loadline_metrics_overflowed_measurements_total";
        const string failures = "loadline_metrics_callback_failures_total";
        writer.WriteHead(overflowed, "Measurements that had no series of their own because their metric had too many.", "counter"u8);
        writer.WriteSample(overflowed, default, default);
        writer.Write(_families.Values.Sum(family => family.Overflowed));
        writer.Write("\n"u8);
        writer.WriteHead(failures, "Gauges that failed to tell their value.", "counter"u8);
        writer.WriteSample(failures, default, default);
        writer.Write(_callbackFailures);
        writer.Write("\n"u8);
    }

    private void Follow(Instrument instrument, MeterListener listener)
    {
        if ((!ReferenceEquals(instrument.Meter, _own) && !_options.MeterNames.Contains(instrument.Meter.Name))
            || MetricKinds.Of(instrument) is not { } kind)
        {
            return;
        }

        var name = PrometheusName.OfMetric(instrument.Name, instrument.Unit, kind);
        var bounds = kind is MetricKind.Histogram ? new HistogramBounds(BoundsOf(instrument)) : null;
        lock (_gate)
        {
            if (!_families.TryGetValue(name, out var family))
            {
                family = new MetricFamily(name, instrument.Description, kind, bounds, _options.MaxSeriesPerInstrument);
                _families.Add(name, family);
            }
            else if (family.Kind != kind || (bounds is not null && !bounds.SameAs(family.Bounds!)))
            {
                return; // one name cannot be two things on one page: the first stays
            }

            family.Instruments++;
            listener.EnableMeasurementEvents(instrument, family);
        }
    }

    private void Leave(Instrument instrument, object? state)
    {
        lock (_gate)
        {
            if (state is MetricFamily family && --family.Instruments == 0)
            {
                _families.Remove(family.Name);
            }
        }
    }

    private static double[] BoundsOf(Instrument instrument)
    {
        var advised = instrument switch
        {
            Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries,
            Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(b => (double)b),
            Histogram<int> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(b => (double)b),
            Histogram<float> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(b => (double)b),
            _ => null,
        };
        return advised?.ToArray() ?? (instrument.Unit == "s" ? MetricBuckets.DefaultSeconds : MetricBuckets.Default);
    }
}
