using System.Numerics;
using System.Runtime.InteropServices;

namespace Loadline.Learning.Training;

/// <summary>Fits many linear outputs at once over sparse rows, by coordinate descent in the dual.</summary>
/// <remarks>
/// Minimises ½‖w‖² + C·Σ loss for each output (Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM"). No step
/// size has to be chosen, and every output is updated for a row at once, so that a row's values are read once and the arithmetic is wide.
/// One thread and a seeded order: the same rows give the same bits.
/// </remarks>
internal sealed class LinearTrainer
{
    private readonly int _outputs;
    private readonly int _stride;
    private readonly LinearLoss _loss;

    public LinearTrainer(int outputs, LinearLoss loss)
    {
        _outputs = outputs;
        _stride = LinearModel.StrideOf(outputs);
        _loss = loss;
    }

    /// <summary>Gets the weight of the loss against the regularisation.</summary>
    public float Cost { get; init; } = 1;

    /// <summary>Gets how many times the loss of a positive target counts, for one-against-the-rest.</summary>
    public float PositiveWeight { get; init; } = 1;

    public int Epochs { get; init; } = 15;

    /// <param name="rows">The rows.</param>
    /// <param name="targets">Row by row, one for each output.</param>
    /// <param name="seed">Of the order of rows.</param>
    public LinearModel Fit(SparseRows rows, float[] targets, int seed)
    {
        var weights = new float[(long)rows.Width * _stride];
        var alphas = new float[(long)rows.Count * _outputs];
        var squares = Squares(rows);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var random = new Random(seed);
        Span<float> change = new float[_stride];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var row in order)
            {
                LinearModel.Accumulate(rows, row, weights, _stride, change);
                var at = row * _outputs;
                Step(change[.._outputs], targets.AsSpan(at, _outputs), alphas.AsSpan(at, _outputs), squares[row]);
                Apply(rows, row, weights, change);
            }
        }

        return new LinearModel(weights, rows.Width, _outputs, _stride);
    }

    // In: the row's outputs. Out: what each output's weights change by, times the row.
    private void Step(Span<float> z, ReadOnlySpan<float> targets, Span<float> alphas, float square)
    {
        var slack = 1 / (2 * Cost);
        var positiveSlack = slack / PositiveWeight;
        if (_loss == LinearLoss.Squared)
        {
            for (var k = 0; k < z.Length; k++)
            {
                var change = (targets[k] - z[k] - (alphas[k] * slack)) / (square + slack);
                alphas[k] += change;
                z[k] = change;
            }

            return;
        }

        for (var k = 0; k < z.Length; k++)
        {
            var own = targets[k] > 0 ? positiveSlack : slack;
            var gradient = (targets[k] * z[k]) - 1 + (alphas[k] * own);
            var next = MathF.Max(0, alphas[k] - (gradient / (square + own)));
            z[k] = targets[k] * (next - alphas[k]);
            alphas[k] = next;
        }
    }

    private void Apply(SparseRows rows, int row, float[] weights, ReadOnlySpan<float> change)
    {
        var columns = rows.Columns(row);
        var values = rows.Values(row);
        var wide = MemoryMarshal.Cast<float, Vector<float>>(change);
        for (var i = 0; i < columns.Length; i++)
        {
            var factor = new Vector<float>(values[i]);
            var w = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(columns[i] * _stride, _stride));
            for (var k = 0; k < w.Length; k++)
            {
                w[k] += factor * wide[k];
            }
        }
    }

    private static float[] Squares(SparseRows rows)
    {
        var squares = new float[rows.Count];
        for (var i = 0; i < squares.Length; i++)
        {
            var sum = 0f;
            foreach (var value in rows.Values(i))
            {
                sum += value * value;
            }

            squares[i] = sum;
        }

        return squares;
    }
}
