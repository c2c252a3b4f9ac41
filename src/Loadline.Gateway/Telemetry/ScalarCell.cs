using System.Buffers;

namespace Loadline.Gateway.Telemetry;

/// <summary>One number: a sum, or the last value.</summary>
internal sealed class ScalarCell : MetricCell
{
    private readonly bool _adds;
    private double _value;

    public ScalarCell(bool adds) => _adds = adds;

    /// <inheritdoc/>
    public override void Record(double value)
    {
        if (_adds)
        {
            Add(ref _value, value);
        }
        else
        {
            Volatile.Write(ref _value, value);
        }
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> writer, string name, ReadOnlySpan<byte> labels)
    {
        writer.WriteSample(name, default, labels);
        writer.Write(Volatile.Read(ref _value));
        writer.Write("\n"u8);
    }
}
