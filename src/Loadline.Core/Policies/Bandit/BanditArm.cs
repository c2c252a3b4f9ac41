namespace Loadline.Core.Policies;

/// <summary>What is known of one candidate: ridge regressions of quality and of cost on the requests that it answered.</summary>
/// <remarks>
/// Quality is drawn towards what all candidates have in common (<see cref="BanditShared"/>), cost towards nothing. The inverse of the design
/// matrix is kept and brought up to date by the Sherman-Morrison formula. Not thread-safe.
/// </remarks>
internal sealed class BanditArm
{
    private static readonly int Size = BanditFeatures.Length;
    private readonly double[] _scratch = new double[Size];

    public BanditArm()
    {
        for (var i = 0; i < Size; i++)
        {
            Inverse[(i * Size) + i] = 1 / BanditPrior.OfArm(i);
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

    /// <summary>Estimates quality and cost of a request, and the variance of the estimated quality per unit of noise.</summary>
    public (double Quality, double Cost, double Variance) Estimate(ReadOnlySpan<double> x, BanditShared shared)
    {
        var (quality, cost, variance) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Size; i++)
        {
            var weight = SquareMatrix.Row(Inverse, i, x);
            quality += weight * Quality[i];
            cost += weight * Cost[i];
            variance += weight * x[i];
            _scratch[i] = weight * BanditPrior.OfArm(i);
        }

        return (quality + shared.Mean(_scratch), cost, variance + shared.Variance(_scratch));
    }

    /// <summary>Takes a judgement in, and tells <paramref name="shared"/> of it.</summary>
    public void Add(ReadOnlySpan<double> x, double quality, double costUsd, BanditShared shared)
    {
        var (denominator, own) = (1.0, 0.0);
        for (var i = 0; i < Size; i++)
        {
            _scratch[i] = SquareMatrix.Row(Inverse, i, x);
            denominator += _scratch[i] * x[i];
            own += _scratch[i] * Quality[i];
        }

        SquareMatrix.Subtract(Inverse, _scratch, denominator);
        for (var i = 0; i < Size; i++)
        {
            Quality[i] += x[i] * quality;
            Cost[i] += x[i] * costUsd;
            _scratch[i] *= BanditPrior.OfArm(i);
        }

        Count++;
        shared.Add(_scratch, (quality - own) / denominator, denominator);
    }

    /// <summary>Puts another judgement in the place of one that was taken in.</summary>
    public void Correct(ReadOnlySpan<double> x, double difference, BanditShared shared)
    {
        for (var i = 0; i < Size; i++)
        {
            Quality[i] += x[i] * difference;
            _scratch[i] = SquareMatrix.Row(Inverse, i, x) * BanditPrior.OfArm(i);
        }

        shared.Correct(_scratch, difference);
    }
}
