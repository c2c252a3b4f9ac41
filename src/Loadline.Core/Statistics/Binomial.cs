namespace Loadline.Core.Statistics;

/// <summary>Exact binomial probabilities and the intervals that follow from them.</summary>
public static class Binomial
{
    /// <summary>The probability of at least <paramref name="hits"/> in <paramref name="count"/> independent trials.</summary>
    public static double AtLeast(int hits, int count, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (hits <= 0)
        {
            return 1;
        }

        if (hits > count || p <= 0)
        {
            return 0;
        }

        // Terms are added from the largest on, so that no sum starts in an underflow.
        var mode = Math.Max(hits, (int)((count + 1) * p));
        var first = Term(mode, count, p);
        return p >= 1 ? 1 : Math.Min(1, Up(mode, first, count, p) + Down(mode, first, hits, count, p));
    }

    /// <summary>The one-sided bound above a rate (Clopper and Pearson 1934): a larger rate gives so few hits with probability below δ.</summary>
    public static double UpperBound(int hits, int count, double delta) =>
        hits >= count ? 1 : Solve(rate => 1 - AtLeast(hits + 1, count, rate) > delta);

    /// <summary>The one-sided bound below a rate (Clopper and Pearson 1934).</summary>
    public static double LowerBound(int hits, int count, double delta) =>
        hits <= 0 ? 0 : Solve(rate => AtLeast(hits, count, rate) < delta);

    private static double Up(int from, double term, int count, double p)
    {
        var sum = 0.0;
        for (var k = from; k < count && term > 1e-18 * sum; k++)
        {
            sum += term;
            term *= (count - k) / (k + 1.0) * (p / (1 - p));
        }

        return sum + term;
    }

    private static double Down(int from, double term, int hits, int count, double p)
    {
        var sum = 0.0;
        for (var k = from; k > hits && term > 0; k--)
        {
            term *= k / (count - k + 1.0) * ((1 - p) / p);
            sum += term;
        }

        return sum;
    }

    private static double Term(int hits, int count, double p) =>
        Math.Exp(LogFactorial(count) - LogFactorial(hits) - LogFactorial(count - hits) + (hits * Math.Log(p)) + ((count - hits) * Math.Log(1 - p)));

    // Stirling's series, exact sums where it is not good enough.
    private static double LogFactorial(int n)
    {
        if (n < 32)
        {
            var sum = 0.0;
            for (var k = 2; k <= n; k++)
            {
                sum += Math.Log(k);
            }

            return sum;
        }

        double x = n + 1;
        var r = 1 / (x * x);
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + ((1 / (12 * x)) * (1 - (r / 30 * (1 - (r * 2 / 7)))));
    }

    private static double Solve(Func<double, bool> isBelow)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = isBelow(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
