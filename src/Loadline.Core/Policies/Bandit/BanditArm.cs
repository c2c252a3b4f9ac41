namespace Loadline.Core.Policies;

/// <summary>Two ridge regressions on one set of requests: of quality and of cost.</summary>
/// <remarks>The inverse of the design matrix is kept and brought up to date by the Sherman-Morrison formula. Not thread-safe.</remarks>
internal sealed class BanditArm
{
    // So many requests' worth of "it makes no difference" stand against every feature but the first: what sets models apart by kind of request is
    // small beside the noise of single outcomes, and a feature that only seems to matter costs more than one that is learned late.
    public const double Ridge = 100;

    private static readonly int Size = BanditFeatures.Length;
    private readonly double[] _scratch = new double[Size];

    /// <param name="ridge">The ridge on every feature but the first.</param>
    public BanditArm(double ridge)
    {
        for (var i = 0; i < Size; i++)
        {
            Inverse[(i * Size) + i] = i == 0 ? 1 : 1 / ridge;
        }
    }

    /// <summary>Gets the inverse of the design matrix, row by row.</summary>
    public double[] Inverse { get; } = new double[Size * Size];

    /// <summary>Gets the sums of features times quality.</summary>
    public double[] Quality { get; } = new double[Size];

    /// <summary>Gets the sums of features times cost in USD.</summary>
    public double[] Cost { get; } = new double[Size];

    /// <summary>Gets or sets how many judged requests it has seen.</summary>
    public long Count { get; set; }

    /// <summary>Estimates quality and cost of a request, and the variance of the estimates per unit of noise.</summary>
    public (double Quality, double Cost, double Variance) Estimate(ReadOnlySpan<double> x)
    {
        var (quality, cost, variance) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Size; i++)
        {
            var sum = Dot(i, x);
            quality += sum * Quality[i];
            cost += sum * Cost[i];
            variance += sum * x[i];
        }

        return (quality, cost, variance);
    }

    public void Add(ReadOnlySpan<double> x, double quality, double costUsd)
    {
        var denominator = 1.0;
        for (var i = 0; i < Size; i++)
        {
            _scratch[i] = Dot(i, x);
            denominator += _scratch[i] * x[i];
        }

        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                Inverse[(i * Size) + j] -= _scratch[i] * _scratch[j] / denominator;
            }

            Quality[i] += x[i] * quality;
            Cost[i] += x[i] * costUsd;
        }

        Count++;
    }

    /// <summary>Puts another judgement in the place of one that was taken in.</summary>
    public void Correct(ReadOnlySpan<double> x, double difference)
    {
        for (var i = 0; i < Size; i++)
        {
            Quality[i] += x[i] * difference;
        }
    }

    private double Dot(int row, ReadOnlySpan<double> x)
    {
        var values = Inverse.AsSpan(row * Size, Size);
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * x[i];
        }

        return sum;
    }
}
