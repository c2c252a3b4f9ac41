namespace Loadline.Core.Predictors;

/// <summary>What a predictor expects of each model for one request. Pooled; not thread-safe.</summary>
public sealed class Prediction
{
    private float[] _work = [];
    private float[] _mixed = [];

    /// <summary>Gets the expected quality of each model, in [0,1] up to small errors of a linear model.</summary>
    public float[] Quality { get; private set; } = [];

    /// <summary>Gets the expected cost of each model, relative to the reference's mean cost on the training rows.</summary>
    public float[] Cost { get; private set; } = [];

    /// <summary>Gets the probability of each task.</summary>
    public float[] Tasks { get; private set; } = [];

    /// <summary>Gets the share of the text's words and pairs of words that no training row had, in [0,1].</summary>
    public float Novelty { get; internal set; }

    internal int[] Columns { get; } = new int[FeatureSchema.MaxBytes + 16];

    internal Span<float> Mixed => _mixed;

    internal Span<float> Work(int length) => _work.AsSpan(0, length);

    internal void Fit(PredictorWeights weights)
    {
        if (Quality.Length == weights.Models.Length && Tasks.Length == weights.Tasks.Length
            && _work.Length == (2 * weights.Stride) + weights.DenseKept.Length)
        {
            return;
        }

        Quality = new float[weights.Models.Length];
        Cost = new float[weights.Models.Length];
        Tasks = new float[weights.Tasks.Length];
        _work = new float[(2 * weights.Stride) + weights.DenseKept.Length];
        _mixed = new float[2 * weights.Models.Length];
    }
}
