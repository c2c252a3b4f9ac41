using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>A fitted second layer of qualities: a linear part, trees on top of it, and what it says of training rows out of fold.</summary>
/// <param name="Weights">Inputs × models, of the linear part.</param>
/// <param name="Trees">What is added to it.</param>
/// <param name="OutOfFold">Expected qualities, row by row, each from a layer fitted without the row's fold.</param>
internal sealed record QualityLayer(double[] Weights, TreeEnsemble Trees, float[] OutOfFold)
{
    private static readonly float[] TreeShares = [0, 0.25f, 0.5f, 0.75f, 1];

    /// <summary>Gets what qualities are passed through at the end.</summary>
    public QualityMap Calibration { get; init; } = QualityMap.None;

    public static QualityLayer Of(StackLayer layer, StackRows inputs, int models, int[] foldOf)
    {
        var outOfFold = new float[inputs.Count * models];
        for (var i = 0; i < inputs.Count; i++)
        {
            StackLayer.Predict(layer.FoldWeights[foldOf[i]], inputs.Row(i), outOfFold.AsSpan(i * models, models));
        }

        return new QualityLayer(layer.Weights, TreeEnsemble.None, outOfFold);
    }

    public static QualityLayer Of(TreeLayer layer, StackRows inputs)
    {
        var models = layer.Start.Length;
        var weights = new double[inputs.Width * models];
        for (var m = 0; m < models; m++)
        {
            weights[^(models - m)] = layer.Start[m];
        }

        return new QualityLayer(weights, layer.Trees, layer.OutOfFold);
    }

    /// <summary>The mean of a linear layer and trees, in shares that are averaged by their errors out of fold like a grid of penalties.</summary>
    public static QualityLayer Blend(QualityLayer linear, QualityLayer trees, float[] targets, int models)
    {
        var errors = TreeShares.Select(share => CentredError(Mix(linear.OutOfFold, trees.OutOfFold, share), targets, models)).ToArray();
        var weights = StackLayer.Shares(errors, targets.Length / models * Math.Max(1, models - 1));
        var treeShare = TreeShares.Zip(weights, (share, weight) => share * weight).Sum();
        return new QualityLayer(
            [.. linear.Weights.Zip(trees.Weights, (a, b) => a + (treeShare * (b - a)))],
            new TreeEnsemble
            {
                Depth = trees.Trees.Depth,
                Inputs = trees.Trees.Inputs,
                Borders = trees.Trees.Borders,
                Leaves = [.. trees.Trees.Leaves.Select(leaf => (float)(leaf * treeShare))],
            },
            Mix(linear.OutOfFold, trees.OutOfFold, treeShare));
    }

    /// <summary>The squared error of the differences between models, summed over rows.</summary>
    public static double CentredError(float[] expected, float[] targets, int models)
    {
        var error = 0.0;
        for (var at = 0; at < targets.Length; at += models)
        {
            var mean = 0.0;
            for (var m = 0; m < models; m++)
            {
                mean += (expected[at + m] - targets[at + m]) / (double)models;
            }

            for (var m = 0; m < models; m++)
            {
                var difference = expected[at + m] - targets[at + m] - mean;
                error += difference * difference;
            }
        }

        return error;
    }

    private static float[] Mix(float[] first, float[] second, double share)
    {
        var mixed = new float[first.Length];
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = (float)(first[i] + (share * (second[i] - first[i])));
        }

        return mixed;
    }
}
