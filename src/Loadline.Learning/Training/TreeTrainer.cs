using System.Numerics;
using System.Runtime.InteropServices;
using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>Grows boosted regression trees for all models at once (stochastic gradient boosting, Friedman 2002; squared loss).</summary>
/// <remarks>
/// A tree is shared by the models: its borders are where they differ together, its leaves say by how much for each. That is a fraction of
/// the work of a tree for each model, in training and in serving, and borders are learned from all grades. One thread and a seed: the
/// same rows give the same bits.
/// </remarks>
internal sealed class TreeTrainer
{
    private readonly TreeBins _bins;
    private readonly int[] _rows;
    private readonly int _models;
    private readonly int _stride;
    private readonly float[] _left;
    private readonly byte[] _node;
    private readonly Random _random;

    private TreeTrainer(TreeBins bins, float[] targets, int models, int[] rows, int seed)
    {
        _bins = bins;
        _rows = rows;
        _models = models;
        _stride = LinearModel.StrideOf(models);
        _node = new byte[rows.Length];
        _random = new Random(seed);
        _left = new float[rows.Length * _stride];
        Start = new float[models];
        foreach (var row in rows)
        {
            for (var m = 0; m < models; m++)
            {
                Start[m] += targets[(row * models) + m] / rows.Length;
            }
        }

        for (var i = 0; i < rows.Length; i++)
        {
            for (var m = 0; m < models; m++)
            {
                _left[(i * _stride) + m] = targets[(rows[i] * models) + m] - Start[m];
            }
        }
    }

    private float[] Start { get; }

    /// <param name="bins">The inputs.</param>
    /// <param name="targets">Row by row, of all rows.</param>
    /// <param name="models">Targets of a row.</param>
    /// <param name="rows">The rows to fit on.</param>
    /// <param name="seed">Of the draws of rows and inputs.</param>
    /// <returns>The trees, and each model's mean, which they start from.</returns>
    public static (TreeEnsemble Trees, float[] Start) Fit(TreeBins bins, float[] targets, int models, int[] rows, int seed)
    {
        var trainer = new TreeTrainer(bins, targets, models, rows, seed);
        const int Nodes = (1 << TreeOptions.Depth) - 1;
        var inputs = new int[TreeOptions.Trees * Nodes];
        var borders = new float[inputs.Length];
        var leaves = new float[TreeOptions.Trees * (Nodes + 1) * models];
        for (var tree = 0; tree < TreeOptions.Trees; tree++)
        {
            trainer.Grow(
                inputs.AsSpan(tree * Nodes, Nodes),
                borders.AsSpan(tree * Nodes, Nodes),
                leaves.AsSpan(tree * (Nodes + 1) * models, (Nodes + 1) * models));
        }

        return (new TreeEnsemble { Depth = TreeOptions.Depth, Inputs = inputs, Borders = borders, Leaves = leaves }, trainer.Start);
    }

    private void Grow(Span<int> inputs, Span<float> borders, Span<float> leaves)
    {
        int[] drawn = [.. Enumerable.Range(0, _rows.Length).Where(_ => _random.NextDouble() < TreeOptions.RowShare)];
        int[] asked = [.. Enumerable.Range(0, _bins.Inputs).Where(input => _random.NextDouble() < TreeOptions.InputShare && _bins.Borders(input) > 0)];
        Array.Clear(_node);
        for (var level = 0; level < TreeOptions.Depth; level++)
        {
            var histogram = new TreeHistogram(1 << level, asked, _bins, _stride);
            foreach (var i in drawn)
            {
                histogram.Add(_node[i], _bins.Row(_rows[i]), _left.AsSpan(i * _stride, _stride));
            }

            Split(histogram, (1 << level) - 1, inputs, borders);
        }

        Leaves(drawn, leaves);
    }

    // A node without a good border keeps all rows on the left: its border is above everything.
    private void Split(TreeHistogram histogram, int first, Span<int> inputs, Span<float> borders)
    {
        Span<(int Input, int Bin)> best = stackalloc (int, int)[first + 1];
        for (var node = 0; node < best.Length; node++)
        {
            best[node] = histogram.Best(node);
            var (input, bin) = best[node];
            inputs[first + node] = Math.Max(0, input);
            borders[first + node] = input < 0 ? float.PositiveInfinity : _bins.Border(input, bin);
        }

        for (var i = 0; i < _rows.Length; i++)
        {
            var (input, bin) = best[_node[i]];
            var isRight = input >= 0 && _bins.Row(_rows[i])[input] > bin;
            _node[i] = (byte)((2 * _node[i]) + (isRight ? 1 : 0));
        }
    }

    private void Leaves(int[] drawn, Span<float> leaves)
    {
        Span<int> counts = stackalloc int[1 << TreeOptions.Depth];
        foreach (var i in drawn)
        {
            counts[_node[i]]++;
            for (var m = 0; m < _models; m++)
            {
                leaves[(_node[i] * _models) + m] += _left[(i * _stride) + m];
            }
        }

        for (var l = 0; l < leaves.Length; l++)
        {
            leaves[l] *= TreeOptions.Rate / (counts[l / _models] + TreeOptions.Prior);
        }

        Span<float> step = stackalloc float[_stride];
        step.Clear();
        for (var i = 0; i < _rows.Length; i++)
        {
            leaves.Slice(_node[i] * _models, _models).CopyTo(step);
            var wide = MemoryMarshal.Cast<float, Vector<float>>(step);
            var left = MemoryMarshal.Cast<float, Vector<float>>(_left.AsSpan(i * _stride, _stride));
            for (var k = 0; k < left.Length; k++)
            {
                left[k] -= wide[k];
            }
        }
    }
}
