using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>The novelty of texts, and the bound that few training rows exceed out of fold.</summary>
/// <param name="Weights">What novelty is computed with.</param>
/// <param name="Bound">
/// The smallest novelty such that a new row of the same kind exceeds it with at most the probability asked for: the
/// ⌈(n + 1)(1 - share)⌉-th smallest out of fold (split conformal prediction, pooled over folds).
/// </param>
/// <param name="OutOfFold">The novelty of each training row, out of fold.</param>
internal sealed record NoveltyLayer(NoveltyWeights Weights, float Bound, float[] OutOfFold)
{
    private const float LeastDeviation = 0.01f;

    /// <summary>The bound at another share.</summary>
    public float BoundAt(double share) => Quantile(OutOfFold, share);

    /// <param name="shapes">Shapes of all training rows.</param>
    /// <param name="unknown">Share of unknown words of each training row, out of fold.</param>
    /// <param name="unknownGrams">The same of their character n-grams.</param>
    /// <param name="distances">Distance of its shape, out of fold.</param>
    /// <param name="share">Of rows like the training rows, the share that may be called novel.</param>
    public static NoveltyLayer Fit(ShapeProfile shapes, float[] unknown, float[] unknownGrams, float[] distances, double share)
    {
        var (wordMean, wordDeviation) = Moments(unknown);
        var (gramMean, gramDeviation) = Moments(unknownGrams);
        var (shapeMean, shapeDeviation) = Moments(distances);
        var weights = new NoveltyWeights
        {
            Shapes = shapes.Shapes,
            Whitening = shapes.Whitening,
            Centres = shapes.Centres,
            WordMean = wordMean,
            WordScale = 1 / MathF.Max(wordDeviation, LeastDeviation),
            GramMean = gramMean,
            GramScale = 1 / MathF.Max(gramDeviation, LeastDeviation),
            ShapeMean = shapeMean,
            ShapeScale = 1 / MathF.Max(shapeDeviation, LeastDeviation),
        };
        float[] outOfFold = [.. unknown.Select((words, i) => weights.Of(words, unknownGrams[i], distances[i]))];
        return new NoveltyLayer(weights, Quantile(outOfFold, share), outOfFold);
    }

    private static (float Mean, float Deviation) Moments(float[] values)
    {
        var mean = values.Average();
        return (mean, MathF.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private static float Quantile(float[] values, double share)
    {
        var sorted = values.Order().ToArray();
        var rank = (int)Math.Ceiling((sorted.Length + 1) * (1 - share));
        return sorted[Math.Clamp(rank - 1, 0, sorted.Length - 1)];
    }
}
