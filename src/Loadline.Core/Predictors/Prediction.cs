namespace Loadline.Core.Predictors;

/// <summary>What a predictor expects of each model for one request. Pooled; not thread-safe.</summary>
public sealed class Prediction
{
    private float[] _scores = [];
    private float[] _sums = [];
    private float[] _inputs = [];
    private float[] _mixed = [];
    private float[] _scaled = [];
    private float[] _rotated = [];

    /// <summary>Gets the expected quality of each model, in [0,1] up to small errors of a linear model.</summary>
    public float[] Quality { get; private set; } = [];

    /// <summary>Gets the expected cost of each model, relative to the reference's mean cost on the training rows.</summary>
    public float[] Cost { get; private set; } = [];

    /// <summary>Gets the expected number of generated tokens of each model; 0 where the training rows did not say.</summary>
    public float[] OutputTokens { get; private set; } = [];

    /// <summary>Gets the probability of each task.</summary>
    public float[] Tasks { get; private set; } = [];

    /// <summary>Gets how unlike the training rows the text is; what <see cref="PredictorWeights.NoveltyBound"/> is compared with.</summary>
    public float Novelty { get; internal set; }

    internal int[] Known { get; } = new int[FeatureSchema.MaxBytes + 16];

    internal Span<float> Mixed => _mixed;

    /// <summary>Gets the first layer's outputs, of one stride.</summary>
    internal Span<float> Scores => _scores;

    internal Span<float> Sums => _sums;

    /// <summary>Gets the second layer's inputs: task probabilities, dense features, raw qualities.</summary>
    internal Span<float> Inputs => _inputs;

    /// <summary>Gets the scaled dense features as they are, not held within bounds.</summary>
    internal Span<float> Scaled => _scaled;

    internal Span<float> Rotated => _rotated;

    internal void Fit(PredictorWeights weights)
    {
        if (Quality.Length == weights.Models.Length && Tasks.Length == weights.Tasks.Length && _inputs.Length == weights.Inputs
            && _rotated.Length == weights.Novelty.Shapes)
        {
            return;
        }

        Quality = new float[weights.Models.Length];
        Cost = new float[weights.Models.Length];
        OutputTokens = new float[weights.Models.Length];
        Tasks = new float[weights.Tasks.Length];
        _scores = new float[weights.Stride];
        _sums = new float[weights.Stride];
        _inputs = new float[weights.Inputs];
        _mixed = new float[2 * weights.Models.Length];
        _scaled = new float[weights.DenseKept.Length];
        _rotated = new float[weights.Novelty.Shapes];
    }
}
