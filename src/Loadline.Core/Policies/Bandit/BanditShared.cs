namespace Loadline.Core.Policies;

/// <summary>What all candidates have in common: how well such requests are answered, whoever answers.</summary>
/// <remarks>
/// A hierarchical linear model. A candidate's coefficients are normal around common ones, w₀, with precisions Λ (<see cref="BanditPrior"/>); with
/// Mₖ the inverse of its design matrix (ridge Λ) and bₖ its sums, what all judgements say of w₀ is the precision Λ₀ + Σ (Λ − Λ Mₖ Λ) and the
/// sum Σ Λ Mₖ bₖ, and the candidate's own coefficients have mean Mₖ (bₖ + Λ m₀) and covariance Mₖ + Mₖ Λ V₀ Λ Mₖ. One judgement changes Mₖ by
/// one rank, and so these; nothing depends on the order in which judgements came. Not thread-safe.
/// </remarks>
internal sealed class BanditShared
{
    private static readonly int Size = BanditFeatures.Length;
    private readonly double[] _mean = new double[Size];
    private readonly double[] _scratch = new double[Size];

    public BanditShared()
    {
        for (var i = 0; i < Size; i++)
        {
            Inverse[(i * Size) + i] = 1 / BanditPrior.OfShared(i);
        }
    }

    /// <summary>Gets the covariance of the common coefficients, V₀, per unit of noise, row by row.</summary>
    public double[] Inverse { get; } = new double[Size * Size];

    /// <summary>Gets the sum of Λ Mₖ bₖ over candidates.</summary>
    public double[] Sum { get; } = new double[Size];

    /// <summary>The common coefficients' part of an estimate.</summary>
    /// <param name="weights">Λ Mₖ x.</param>
    public double Mean(ReadOnlySpan<double> weights) => SquareMatrix.Dot(_mean, weights);

    /// <summary>Their part of its variance.</summary>
    public double Variance(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var i = 0; i < Size; i++)
        {
            sum += weights[i] * SquareMatrix.Row(Inverse, i, weights);
        }

        return sum;
    }

    /// <summary>A candidate took a judgement in.</summary>
    /// <param name="direction">Λ Mₖ x, with Mₖ from before.</param>
    /// <param name="amount">How far its own estimate was off, over <paramref name="denominator"/>.</param>
    /// <param name="denominator">1 + xᵀ Mₖ x.</param>
    public void Add(ReadOnlySpan<double> direction, double amount, double denominator)
    {
        for (var i = 0; i < Size; i++)
        {
            _scratch[i] = SquareMatrix.Row(Inverse, i, direction);
        }

        SquareMatrix.Subtract(Inverse, _scratch, denominator + SquareMatrix.Dot(_scratch, direction));
        Correct(direction, amount);
    }

    /// <summary>A judgement of a candidate is another than it was.</summary>
    public void Correct(ReadOnlySpan<double> direction, double amount)
    {
        for (var i = 0; i < Size; i++)
        {
            Sum[i] += direction[i] * amount;
        }

        Settle();
    }

    /// <summary>Computes the coefficients from what was put in.</summary>
    public void Settle()
    {
        for (var i = 0; i < Size; i++)
        {
            _mean[i] = SquareMatrix.Row(Inverse, i, Sum);
        }
    }
}
