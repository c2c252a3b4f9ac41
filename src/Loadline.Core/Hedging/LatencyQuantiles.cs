namespace Loadline.Core.Hedging;

/// <summary>Quantiles of the times that calls took lately; counters only, so that any number of threads may add and read.</summary>
/// <remarks>
/// Cells lie a sixth of a doubling apart (12 %), from 1 ms to 17 minutes. Every 4,096 samples all cells are halved, so that the last few
/// thousand count. A call that was given up counts with the time it had until then: left out, the slow ones would vanish from the very
/// figure that says what is slow, and it would sink with every hedge.
/// </remarks>
public sealed class LatencyQuantiles
{
    private const int CellsPerDoubling = 6;
    private const int Cells = 20 * CellsPerDoubling;
    private const int Window = 4096;

    private readonly int[] _cells = new int[Cells];
    private int _count;
    private int _isHalving;

    /// <summary>Gets the number of samples that count now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a time in milliseconds.</summary>
    public void Add(double milliseconds)
    {
        Interlocked.Increment(ref _cells[CellOf(milliseconds)]);
        if (Interlocked.Increment(ref _count) >= Window)
        {
            Halve();
        }
    }

    /// <summary>Reads a quantile in milliseconds: the upper edge of the cell that it lies in.</summary>
    /// <param name="quantile">In (0, 1).</param>
    /// <returns>Not a number where nothing was measured.</returns>
    public double Read(double quantile)
    {
        var beyond = Count * (1 - quantile);
        if (beyond <= 0)
        {
            return double.NaN;
        }

        // From the top: high quantiles are what is asked for.
        var cell = Cells;
        while (cell > 0 && beyond >= 0)
        {
            beyond -= Volatile.Read(ref _cells[--cell]);
        }

        return Math.Pow(2, (cell + 1.0) / CellsPerDoubling);
    }

    private static int CellOf(double milliseconds) =>
        milliseconds > 1 ? Math.Min(Cells - 1, (int)(Math.Log2(milliseconds) * CellsPerDoubling)) : 0;

    // A sample that comes in between may be halved with the rest or not: a quantile can bear either.
    private void Halve()
    {
        if (Interlocked.Exchange(ref _isHalving, 1) != 0)
        {
            return;
        }

        var count = 0;
        for (var i = 0; i < Cells; i++)
        {
            var half = Volatile.Read(ref _cells[i]) / 2;
            Interlocked.Add(ref _cells[i], -half);
            count += Volatile.Read(ref _cells[i]);
        }

        Volatile.Write(ref _count, count);
        Volatile.Write(ref _isHalving, 0);
    }
}
