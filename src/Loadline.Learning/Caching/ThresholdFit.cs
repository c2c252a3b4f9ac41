using Loadline.Core.Caching;
using Loadline.Core.Statistics;

namespace Loadline.Learning.Caching;

/// <summary>The smallest threshold whose rate of false hits stays below a bound.</summary>
/// <param name="Threshold">In [<see cref="SemanticCacheConfig.LeastThreshold"/>, 1], three digits; <see langword="null"/>: none could be shown to keep the bound.</param>
/// <param name="Counts">What was given at it.</param>
/// <param name="Upper">The bound above the rate of false hits at it.</param>
public sealed record ThresholdFit(double? Threshold, CacheCounts Counts, double Upper)
{
    private const double Step = 0.001;

    /// <summary>Fits.</summary>
    /// <remarks>
    /// Thresholds go down from 1, and stop at the first whose bound (Clopper and Pearson, one-sided) is above. Of an order that was fixed beforehand
    /// each step may be tested at the whole δ, so that the fitted threshold's rate is above the bound with probability δ at most, where the rows are
    /// drawn as requests will be. A row counts where the nearest kept question has another answer.
    /// </remarks>
    /// <param name="questions">What was asked.</param>
    /// <param name="found">What was nearest to each.</param>
    /// <param name="bound">The most that the rate of false hits may be, in (0,1).</param>
    /// <param name="confidence">1 − δ, in (0,1).</param>
    public static ThresholdFit Fit(CacheQuestions questions, IReadOnlyList<NearestKept> found, double bound, double confidence)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(found);
        double Upper(CacheCounts counts) => Binomial.UpperBound(counts.Wrong, counts.Strangers, 1 - confidence);

        var (best, bestCounts) = ((double?)null, CacheCounts.At(questions, found, 1));
        for (var step = (int)Math.Round(1 / Step); step >= (int)Math.Round(SemanticCacheConfig.LeastThreshold / Step); step--)
        {
            var threshold = Math.Round(step * Step, 3);
            var counts = CacheCounts.At(questions, found, threshold);
            if (counts.Strangers == 0 || Upper(counts) > bound)
            {
                break;
            }

            (best, bestCounts) = (threshold, counts);
        }

        return new ThresholdFit(best, bestCounts, bestCounts.Strangers == 0 ? 1 : Upper(bestCounts));
    }

    /// <summary>Tells how many rows with another answer are needed, none of them a false hit, for a bound to be shown at all.</summary>
    public static int RowsFor(double bound, double confidence) => (int)Math.Ceiling(Math.Log(1 - confidence) / Math.Log(1 - bound));
}
