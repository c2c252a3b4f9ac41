namespace Loadline.Core.Runtime;

/// <summary>A spread of times that forgets: a mean and a histogram, in which each sample weighs a fiftieth more than the one before.</summary>
/// <remarks>Cells lie a quarter of a doubling apart, so a quantile is at most a tenth off. Safe for any number of threads.</remarks>
internal sealed class LatencySpread
{
    // Weight of the newest sample in the mean: about the last ten calls count.
    private const double Alpha = 0.2;

    // Weights grow instead of all cells shrinking: about the last fifty samples count.
    private const double Growth = 1.02;
    private const double MostWeight = 1e12;
    private const int CellsPerDoubling = 4;
    private const int Cells = 88;

    private readonly Lock _gate = new();
    private readonly double[] _cells = new double[Cells];
    private double _weight = 1;
    private double _total;
    private double _mean = double.NaN;
    private long _samples;
    private long _lastTicks;

    /// <summary>Gets the number of samples taken so far.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>Gets when the last sample came, on the clock that samples are taken with.</summary>
    public TimeSpan Last => new(Volatile.Read(ref _lastTicks));

    /// <summary>Takes a sample.</summary>
    public void Add(double milliseconds, TimeSpan now)
    {
        lock (_gate)
        {
            _mean = double.IsNaN(_mean) ? milliseconds : _mean + (Alpha * (milliseconds - _mean));
            _weight *= Growth;
            _cells[Cell(milliseconds)] += _weight;
            _total += _weight;
            if (_weight > MostWeight)
            {
                Rescale();
            }

            _lastTicks = now.Ticks;
            _samples++;
        }
    }

    /// <summary>Reads a figure in milliseconds; not a number before the first sample.</summary>
    public double Read(LatencyStatistic statistic)
    {
        lock (_gate)
        {
            return statistic == LatencyStatistic.Mean || _samples == 0 ? _mean : Quantile(Share(statistic));
        }
    }

    private static double Share(LatencyStatistic statistic) => statistic switch
    {
        LatencyStatistic.Median => 0.5,
        LatencyStatistic.P90 => 0.9,
        _ => 0.99,
    };

    private static int Cell(double milliseconds) =>
        Math.Clamp((int)(Math.Log2(Math.Max(1, milliseconds)) * CellsPerDoubling), 0, Cells - 1);

    private double Quantile(double share)
    {
        var left = share * _total;
        var cell = 0;
        while (cell < Cells - 1 && (left -= _cells[cell]) > 0)
        {
            cell++;
        }

        return Math.Pow(2, (cell + 0.5) / CellsPerDoubling);
    }

    private void Rescale()
    {
        for (var i = 0; i < Cells; i++)
        {
            _cells[i] /= _weight;
        }

        _total /= _weight;
        _weight = 1;
    }
}
