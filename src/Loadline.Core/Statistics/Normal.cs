namespace Loadline.Core.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private const double Low = 0.02425;
    private const double OneOverRootTwoPi = 0.3989422804014327;

    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) => OneOverRootTwoPi * Math.Exp(-0.5 * x * x);

    /// <summary>The probability of a value up to <paramref name="x"/>; absolute error below 1e-14.</summary>
    /// <remarks>Near zero the series of Φ(x) − ½ = φ(x) Σ x^(2k+1)/(2k+1)!!, in the tails Laplace's continued fraction.</remarks>
    public static double Cumulative(double x)
    {
        if (x > 0)
        {
            return 1 - Cumulative(-x);
        }

        return x < -3 ? LowerTail(-x) : 0.5 - (Density(x) * Series(-x));
    }

    /// <summary>The value that is exceeded with probability 1 − <paramref name="p"/>.</summary>
    /// <param name="p">In (0,1).</param>
    /// <remarks>Acklam's rational approximation (2003), relative error below 1.2e-9: bets are placed by it, nothing is proven by it.</remarks>
    public static double Quantile(double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        if (p < Low)
        {
            return Tail(Math.Sqrt(-2 * Math.Log(p)));
        }

        return p > 1 - Low ? -Tail(Math.Sqrt(-2 * Math.Log(1 - p))) : Middle(p - 0.5);
    }

    private static double Series(double x)
    {
        double term = x, sum = x;
        for (var k = 1; term > 1e-17 * sum; k++)
        {
            term *= x * x / ((2 * k) + 1);
            sum += term;
        }

        return sum;
    }

    private static double LowerTail(double x)
    {
        var fraction = 0.0;
        for (var k = 80; k > 0; k--)
        {
            fraction = k / (x + fraction);
        }

        return Density(x) / (x + fraction);
    }

    private static double Tail(double q) =>
        (((((((((-7.784894002430293e-03 * q) - 3.223964580411365e-01) * q) - 2.400758277161838) * q) - 2.549732539343734) * q) + 4.374664141464968) * q
            + 2.938163982698783)
        / ((((((((7.784695709041462e-03 * q) + 3.224671290700398e-01) * q) + 2.445134137142996) * q) + 3.754408661907416) * q) + 1);

    private static double Middle(double q)
    {
        var r = q * q;
        return (((((((((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r) - 2.759285104469687e+02) * r) + 1.383577518672690e+02) * r) - 3.066479806614716e+01) * r
                + 2.506628277459239) * q
            / ((((((((((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r) - 1.556989798598866e+02) * r) + 6.680131188771972e+01) * r) - 1.328068155288572e+01) * r) + 1);
    }
}
