namespace Loadline.Core.Predictors;

/// <summary>Everything a <see cref="QualityPredictor"/> computes with. Plain arrays, immutable by convention after loading.</summary>
/// <remarks>
/// First layer: words and n-grams look up rows of 8-bit numbers, which are added; with the scaled dense features they give a score for
/// each task and a raw quality for each model. Second layer: task probabilities, dense features and raw qualities, times a matrix, give
/// expected quality and cost of each model.
/// </remarks>
public sealed class PredictorWeights
{
    /// <summary>Gets the models, in the order of all outputs.</summary>
    public required string[] Models { get; init; }

    /// <summary>Gets the tasks that training rows were labelled with; empty where they had no labels.</summary>
    public required string[] Tasks { get; init; }

    /// <summary>Gets a bit for each bucket that has a column; columns are numbered in order of bucket.</summary>
    public required ulong[] UsedBuckets { get; init; }

    /// <summary>Gets the columns' numbers: tasks, then models, then the square of the column's weight.</summary>
    public required sbyte[] Table { get; init; }

    /// <summary>Gets what a number of each output stands for.</summary>
    public required float[] TableScales { get; init; }

    /// <summary>Gets the weight of the n-grams' block; that of the words is 1.</summary>
    public required float GramWeight { get; init; }

    /// <summary>Gets the dense features that are used.</summary>
    public required int[] DenseKept { get; init; }

    /// <summary>Gets what is taken off each dense feature before scaling.</summary>
    public required float[] DenseMeans { get; init; }

    /// <summary>Gets one over the standard deviations.</summary>
    public required float[] DenseScales { get; init; }

    /// <summary>Gets the dense features' share in the first layer: kept × (tasks + models), then one row of intercepts.</summary>
    public required float[] DenseTable { get; init; }

    /// <summary>Gets what task scores are multiplied by before the softmax.</summary>
    public required float Sharpness { get; init; }

    /// <summary>Gets the second layer: (tasks + kept + models + 1) × (2 · models), qualities first, then costs.</summary>
    public required float[] Mixing { get; init; }

    /// <summary>Gets what is added to the second layer's qualities.</summary>
    public TreeEnsemble Trees { get; init; } = TreeEnsemble.None;

    /// <summary>Gets what qualities are passed through at the end.</summary>
    public QualityMap Calibration { get; init; } = QualityMap.None;

    /// <summary>Gets the least cost that is ever predicted, per model.</summary>
    public required float[] LeastCosts { get; init; }

    /// <summary>Gets how many tokens each model is expected to generate.</summary>
    public OutputLengths Lengths { get; init; } = OutputLengths.None;

    /// <summary>Gets what tells texts unlike the training rows.</summary>
    public NoveltyWeights Novelty { get; init; } = NoveltyWeights.WordsOnly;

    /// <summary>Gets the novelty above which a prompt counts as unlike the training rows.</summary>
    public required float NoveltyBound { get; init; }

    /// <summary>Gets the number of second-layer inputs: tasks, dense features, models.</summary>
    public int Inputs => Tasks.Length + DenseKept.Length + Models.Length;

    /// <summary>Gets the number of first-layer outputs.</summary>
    public int Outputs => Tasks.Length + Models.Length;

    /// <summary>Gets the length of a column in <see cref="Table"/>: outputs and the square, up to a multiple of <see cref="Lanes"/>.</summary>
    public int Stride => StrideOf(Outputs);

    /// <summary>Numbers of the table that are added at once: two columns of the smallest stride are one line of cache.</summary>
    internal const int Lanes = 32;

    /// <summary>How many floats a row of that many outputs takes, filled up so that vector instructions fit.</summary>
    public static int StrideOf(int outputs) => (outputs + 1 + Lanes - 1) / Lanes * Lanes;

    /// <summary>Whether all parts fit together; a file that came from elsewhere may promise anything.</summary>
    internal bool Fits()
    {
        var (kept, width) = (DenseKept.Length, 2 * Models.Length);
        var columns = UsedBuckets.Sum(bits => (long)System.Numerics.BitOperations.PopCount(bits));
        return Models.Length > 0
            && UsedBuckets.Length == FeatureSchema.Buckets / 64
            && Table.Length == columns * Stride
            && TableScales.Length == Outputs + 1
            && DenseMeans.Length == kept && DenseScales.Length == kept
            && !Array.Exists(DenseKept, feature => feature is < 0 or >= FeatureSchema.Dense)
            && DenseTable.Length == (kept + 1) * Outputs
            && Mixing.Length == (Inputs + 1) * width
            && LeastCosts.Length == Models.Length
            && Calibration.Fits(Models.Length)
            && Lengths.Fits(Inputs, Models.Length)
            && Trees.Fits(Inputs, Models.Length)
            && Novelty.Fits(kept);
    }
}
