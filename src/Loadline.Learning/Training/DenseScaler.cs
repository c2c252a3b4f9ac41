using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>Centre and scale of the dense features on training rows; those that never vary are dropped.</summary>
internal sealed class DenseScaler
{
    private DenseScaler(int[] kept, float[] means, float[] scales)
    {
        Kept = kept;
        Means = means;
        Scales = scales;
    }

    /// <summary>Gets the features that vary.</summary>
    public int[] Kept { get; }

    public float[] Means { get; }

    /// <summary>Gets one over the standard deviations.</summary>
    public float[] Scales { get; }

    public static DenseScaler Fit(RowFeatures features, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(features);
        var sums = new double[FeatureSchema.Dense];
        var squares = new double[FeatureSchema.Dense];
        foreach (var row in rows)
        {
            for (var d = 0; d < sums.Length; d++)
            {
                double value = features.Dense[row][d];
                sums[d] += value;
                squares[d] += value * value;
            }
        }

        var kept = new List<int>();
        var means = new List<float>();
        var scales = new List<float>();
        for (var d = 0; d < sums.Length; d++)
        {
            var mean = sums[d] / rows.Length;
            var variance = (squares[d] / rows.Length) - (mean * mean);
            if (variance > 1e-7)
            {
                kept.Add(d);
                means.Add((float)mean);
                scales.Add((float)(1 / Math.Sqrt(variance)));
            }
        }

        return new DenseScaler([.. kept], [.. means], [.. scales]);
    }

    /// <summary>The scaled value of the kept feature at position <paramref name="at"/>.</summary>
    public float Scale(float[] dense, int at) => Math.Clamp((dense[Kept[at]] - Means[at]) * Scales[at], -PredictorLimits.MostDeviations, PredictorLimits.MostDeviations);
}
