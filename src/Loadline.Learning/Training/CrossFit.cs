namespace Loadline.Learning.Training;

/// <summary>First-layer outputs of training rows, each from a layer that was fitted without the row's fold.</summary>
internal sealed class CrossFit
{
    private CrossFit(int[] foldOf, float[] outputs, float[] unknown, float[] unknownGrams, float[] distances)
    {
        FoldOf = foldOf;
        Outputs = outputs;
        Unknown = unknown;
        UnknownGrams = unknownGrams;
        Distances = distances;
    }

    public int[] FoldOf { get; }

    public float[] Outputs { get; }

    /// <summary>Gets the share of each row's words that the other folds did not have.</summary>
    public float[] Unknown { get; }

    /// <summary>Gets the share of each row's character n-grams that the other folds did not have.</summary>
    public float[] UnknownGrams { get; }

    /// <summary>Gets how far each row's shape lies from those of the other folds' tasks.</summary>
    public float[] Distances { get; }

    public static CrossFit Run(RowFeatures features, OutcomeMatrix matrix, int[] rows, TaskLabels labels, int folds, int seed)
    {
        var foldOf = Folds.Assign(matrix.Keys, rows, folds, seed);
        var tasks = labels.Names.Length;
        var width = tasks + matrix.Models.Count;
        var outputs = new float[rows.Length * width];
        var unknown = new float[rows.Length];
        var unknownGrams = new float[rows.Length];
        var distances = new float[rows.Length];
        Parallel.For(0, folds, TrainingThreads.Options, fold =>
        {
            int[] kept = [.. Positions(foldOf, fold, inside: false).Select(i => rows[i])];
            int[] held = [.. Positions(foldOf, fold, inside: true)];
            var layer = BaseLayer.Fit(features, kept, labels.OfRow, tasks, matrix.Quality, matrix.Models.Count, seed);
            layer.Outputs(features, [.. held.Select(i => rows[i])], (i, z) => z.CopyTo(outputs.AsSpan(held[i] * width)));
            var shapes = ShapeProfile.Fit(features, kept, layer.Scaler, labels.OfRow, tasks);
            foreach (var i in held)
            {
                unknown[i] = layer.Space.Unknown(features.Words[rows[i]]);
                unknownGrams[i] = layer.Space.Unknown(features.Grams[rows[i]]);
                distances[i] = shapes.Distance(features.Dense[rows[i]], layer.Scaler);
            }
        });
        return new CrossFit(foldOf, outputs, unknown, unknownGrams, distances);
    }

    private static IEnumerable<int> Positions(int[] foldOf, int fold, bool inside) =>
        Enumerable.Range(0, foldOf.Length).Where(i => (foldOf[i] == fold) == inside);
}
