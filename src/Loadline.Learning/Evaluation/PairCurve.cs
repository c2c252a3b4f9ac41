namespace Loadline.Learning.Evaluation;

/// <summary>The measures of a router between a weak and a strong model, as RouteLLM defines them (arXiv 2406.18665, <c>evaluate.py</c>).</summary>
/// <remarks>
/// The thresholds are the deciles of the rows' scores. A row goes to the strong model where its score is at least the threshold; at the
/// last threshold, where it is above.
/// </remarks>
public sealed class PairCurve
{
    private const int Bins = 10;
    private readonly double _weak;
    private readonly double _strong;

    private PairCurve(List<(double Share, double Quality)> points, double weak, double strong)
    {
        Points = points;
        _weak = weak;
        _strong = strong;
    }

    /// <summary>Gets share sent to the strong model and mean quality, by rising share.</summary>
    public IReadOnlyList<(double Share, double Quality)> Points { get; }

    /// <summary>Gets the mean share of the gap between weak and strong that is recovered; a random router has 0.5.</summary>
    public double Apgr => (Area() - _weak) / (_strong - _weak);

    /// <summary>The share of the gap between weak and strong that a quality recovers (PGR).</summary>
    public double Recovered(double quality) => (quality - _weak) / (_strong - _weak);

    /// <param name="scores">How much each row should go to the strong model.</param>
    /// <param name="weak">The weak model's quality, parallel.</param>
    /// <param name="strong">The strong model's quality, parallel.</param>
    public static PairCurve Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> weak, ReadOnlySpan<double> strong)
    {
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        var points = new List<(double Share, double Quality)>();
        for (var bin = 0; bin <= Bins; bin++)
        {
            points.Add(At(scores, weak, strong, Quantile(sorted, bin / (double)Bins), above: bin == Bins));
        }

        points.Sort((a, b) => a.Share.CompareTo(b.Share));
        return new PairCurve(points, Mean(weak), Mean(strong));
    }

    /// <summary>The curve of the router that knows who is right, with eleven shares of calls.</summary>
    public static PairCurve Optimal(ReadOnlySpan<double> weak, ReadOnlySpan<double> strong)
    {
        var gains = new double[weak.Length];
        for (var i = 0; i < gains.Length; i++)
        {
            gains[i] = Math.Max(0, strong[i] - weak[i]);
        }

        Array.Sort(gains, (a, b) => b.CompareTo(a));
        var points = new List<(double Share, double Quality)>();
        for (var bin = 0; bin <= Bins; bin++)
        {
            points.Add((bin / (double)Bins, Mean(weak) + (Sum(gains, bin * gains.Length / (double)Bins) / gains.Length)));
        }

        return new PairCurve(points, Mean(weak), Mean(strong));
    }

    /// <summary>CPT: the least share of calls at which the curve first recovers a share of the gap, in [0,1]; not a number where it never does.</summary>
    /// <remarks>RouteLLM interpolates as if qualities rose with the share; the first crossing is the same where they do.</remarks>
    public double CallsFor(double recovered)
    {
        var target = _weak + (recovered * (_strong - _weak));
        for (var i = 1; i < Points.Count; i++)
        {
            var (from, to) = (Points[i - 1], Points[i]);
            if (to.Quality >= target && from.Quality < target)
            {
                return from.Share + ((target - from.Quality) / (to.Quality - from.Quality) * (to.Share - from.Share));
            }
        }

        return double.NaN;
    }

    private double Area()
    {
        var area = 0.0;
        for (var i = 1; i < Points.Count; i++)
        {
            area += (Points[i].Share - Points[i - 1].Share) * (Points[i].Quality + Points[i - 1].Quality) / 2;
        }

        return area;
    }

    private static (double Share, double Quality) At(
        ReadOnlySpan<double> scores, ReadOnlySpan<double> weak, ReadOnlySpan<double> strong, double threshold, bool above)
    {
        var calls = 0;
        var quality = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var isStrong = above ? scores[i] > threshold : scores[i] >= threshold;
            calls += isStrong ? 1 : 0;
            quality += isStrong ? strong[i] : weak[i];
        }

        return (calls / (double)scores.Length, quality / scores.Length);
    }

    // The first so many, the last of them in part.
    private static double Sum(double[] values, double count)
    {
        var whole = (int)count;
        var sum = whole < values.Length ? (count - whole) * values[whole] : 0;
        for (var i = 0; i < whole; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var low = (int)at;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
