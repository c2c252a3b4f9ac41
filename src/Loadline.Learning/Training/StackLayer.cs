namespace Loadline.Learning.Training;

/// <summary>A fitted second layer: the one for serving, and one per fold for honest looks at the training rows.</summary>
/// <remarks>
/// Members of the grid are averaged with weights exp(-ΔE / 2s²), E the squared error out of fold of the differences between models (the
/// part of quality that routing depends on): where rows are few, a single best member would be chosen by luck.
/// </remarks>
/// <param name="Weights">Inputs × models.</param>
/// <param name="FoldWeights">The same without each fold.</param>
/// <param name="Error">Mean squared error out of fold of the differences between models, of the best member.</param>
internal sealed record StackLayer(double[] Weights, double[][] FoldWeights, double Error)
{
    public static StackLayer Fit(StackMoments moments, StackRows rows, DenseScaler scaler, PredictorKind kind)
    {
        var members = kind.Grid.Select(penalties => penalties.For(rows, scaler)).ToArray();
        var folds = new double[members.Length][][];
        var errors = new double[members.Length];
        Parallel.For(0, members.Length, TrainingThreads.Options, i =>
        {
            folds[i] = [.. Enumerable.Range(0, moments.FoldCount).Select(fold => Solve(moments, fold, members[i]))];
            errors[i] = folds[i].Select((weights, fold) => moments.CentredError(fold, weights)).Sum();
        });

        var shares = Shares(errors, rows.Count * Math.Max(1, moments.Outputs - 1));
        var final = new double[moments.Width * moments.Outputs];
        var foldWeights = Enumerable.Range(0, moments.FoldCount).Select(_ => new double[final.Length]).ToArray();
        for (var i = 0; i < members.Length; i++)
        {
            if (shares[i] > 1e-4)
            {
                Add(final, Ridge.Solve(moments.Gram[^1], members[i], moments.Right[^1], moments.Outputs), shares[i]);
                for (var fold = 0; fold < foldWeights.Length; fold++)
                {
                    Add(foldWeights[fold], folds[i][fold], shares[i]);
                }
            }
        }

        return new StackLayer(final, foldWeights, errors.Min() / rows.Count);
    }

    /// <summary>The mean of several, which for linear layers is the layer of their mean weights.</summary>
    public static StackLayer Mean(IReadOnlyList<StackLayer> layers, StackMoments moments, int rows)
    {
        var final = new double[moments.Width * moments.Outputs];
        var folds = Enumerable.Range(0, moments.FoldCount).Select(_ => new double[final.Length]).ToArray();
        foreach (var layer in layers)
        {
            Add(final, layer.Weights, 1.0 / layers.Count);
            for (var fold = 0; fold < folds.Length; fold++)
            {
                Add(folds[fold], layer.FoldWeights[fold], 1.0 / layers.Count);
            }
        }

        return new StackLayer(final, folds, folds.Select((weights, fold) => moments.CentredError(fold, weights)).Sum() / rows);
    }

    /// <summary>Predicts a row's outputs.</summary>
    public static void Predict(double[] weights, ReadOnlySpan<float> row, Span<float> to)
    {
        to.Clear();
        for (var a = 0; a < row.Length; a++)
        {
            for (var o = 0; o < to.Length; o++)
            {
                to[o] += (float)(row[a] * weights[(a * to.Length) + o]);
            }
        }
    }

    private static double[] Solve(StackMoments moments, int fold, double[] penalties)
    {
        var (gram, right) = moments.Without(fold);
        return Ridge.Solve(gram, penalties, right, moments.Outputs);
    }

    /// <summary>Weights exp(-ΔE / 2s²) that sum to one.</summary>
    /// <param name="errors">Squared errors out of fold.</param>
    /// <param name="count">Independent errors in each sum.</param>
    internal static double[] Shares(double[] errors, int count)
    {
        var least = errors.Min();
        var variance = Math.Max(least / count, 1e-12);
        var shares = errors.Select(error => Math.Exp((least - error) / (2 * variance))).ToArray();
        var sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    private static void Add(double[] to, double[] from, double share)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += share * from[i];
        }
    }
}
