namespace Loadline.Learning.Tables;

/// <summary>A mean and its spread over values that are seen once (Welford's recurrence: no large sums to cancel).</summary>
internal struct RunningMean
{
    private const double Z95 = 1.959963984540054;

    private double _mean;
    private double _squares;
    private bool _hasFraction;

    public long Count { get; private set; }

    public readonly double Mean => _mean;

    public double Total { get; private set; }

    public void Add(double value)
    {
        Count++;
        Total += value;
        var delta = value - _mean;
        _mean += delta / Count;
        _squares += delta * (value - _mean);
        _hasFraction |= value is not (0 or 1);
    }

    /// <summary>Computes the mean with its 95 % interval.</summary>
    /// <param name="isShare">Whether the values are grades, of which 0 and 1 count as failures and successes.</param>
    /// <returns><see langword="null"/> where there were no values.</returns>
    /// <remarks>
    /// Grades that are all 0 or 1: Wilson's score interval (1927), which stays in [0,1] and is honest near its ends; others: the normal
    /// one, mean ± 1.96 s/√n. Both take the rows as independent.
    /// </remarks>
    public readonly MeanInterval? ToInterval(bool isShare)
    {
        if (Count == 0)
        {
            return null;
        }

        if (isShare && !_hasFraction)
        {
            return Wilson(_mean, Count);
        }

        var half = Count > 1 ? Z95 * Math.Sqrt(_squares / (Count - 1) / Count) : 0;
        return new MeanInterval(_mean, _mean - half, _mean + half);
    }

    private static MeanInterval Wilson(double share, long count)
    {
        const double Square = Z95 * Z95;
        var centre = (share + (Square / (2 * count))) / (1 + (Square / count));
        var half = Z95 / (1 + (Square / count)) * Math.Sqrt((share * (1 - share) / count) + (Square / (4.0 * count * count)));
        return new MeanInterval(share, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
