namespace Loadline.Core.Runtime;

/// <summary>Quantiles of the last couple of hundred latencies, for timers that follow what is usual.</summary>
/// <remarks>Lock-free; a sample lost to a race moves no quantile. Reading sorts a copy on the stack: not for every chunk.</remarks>
public sealed class LatencyQuantiles
{
    private const int Kept = 256;
    private const int Fewest = 20;

    private readonly float[] _samples = new float[Kept];
    private int _count;

    public void Add(double milliseconds)
    {
        var at = (Interlocked.Increment(ref _count) - 1) & (Kept - 1);
        Volatile.Write(ref _samples[at], (float)milliseconds);
    }

    /// <summary>Computes a quantile.</summary>
    /// <param name="share">In (0,1): 0.95 for the value that 95 % stay below.</param>
    /// <returns>Milliseconds; <see langword="null"/> before 20 samples.</returns>
    public double? At(double share)
    {
        var count = Volatile.Read(ref _count);
        if (count is >= 0 and < Fewest)
        {
            return null;
        }

        Span<float> sorted = stackalloc float[count < 0 ? Kept : Math.Min(count, Kept)];
        _samples.AsSpan(0, sorted.Length).CopyTo(sorted);
        sorted.Sort();
        return sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(share * sorted.Length))];
    }
}
