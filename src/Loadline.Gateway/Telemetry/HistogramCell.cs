using System.Buffers;

namespace Loadline.Gateway.Telemetry;

/// <summary>Measurements counted in buckets, and their sum.</summary>
internal sealed class HistogramCell : MetricCell
{
    private readonly HistogramBounds _bounds;
    private readonly long[] _counts;
    private double _sum;

    public HistogramCell(HistogramBounds bounds)
    {
        _bounds = bounds;
        _counts = new long[bounds.Buckets];
    }

    /// <inheritdoc/>
    public override void Record(double value)
    {
        Interlocked.Increment(ref _counts[_bounds.BucketOf(value)]);
        Add(ref _sum, value);
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> writer, string name, ReadOnlySpan<byte> labels)
    {
        // The count is the last bucket as read here, so that the two always agree; the sum may be a measurement ahead or behind.
        var total = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            total += Volatile.Read(ref _counts[bucket]);
            writer.WriteSample(name, "_bucket"u8, labels, _bounds.Label(bucket));
            writer.Write(total);
            writer.Write("\n"u8);
        }

        writer.WriteSample(name, "_sum"u8, labels);
        writer.Write(Volatile.Read(ref _sum));
        writer.Write("\n"u8);
        writer.WriteSample(name, "_count"u8, labels);
        writer.Write(total);
        writer.Write("\n"u8);
    }
}
