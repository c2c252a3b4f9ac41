using System.Buffers;

namespace Loadline.Gateway.Telemetry;

/// <summary>The numbers of one series. Written by any thread at any time, without a lock.</summary>
internal abstract class MetricCell
{
    /// <summary>Takes a measurement in.</summary>
    public abstract void Record(double value);

    /// <summary>Writes the series' samples.</summary>
    /// <param name="writer">The page.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="labels">The series' labels, braces left out.</param>
    public abstract void Write(IBufferWriter<byte> writer, string name, ReadOnlySpan<byte> labels);

    /// <summary>Adds to a number that other threads are adding to.</summary>
    protected static void Add(ref double sum, double value)
    {
        var seen = Volatile.Read(ref sum);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref sum, seen + value, seen);

            // Compared as bits: NaN is not equal to itself, and would be tried for ever.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = before;
        }
    }
}
