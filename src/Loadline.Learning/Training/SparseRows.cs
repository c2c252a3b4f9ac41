namespace Loadline.Learning.Training;

/// <summary>Rows as sparse vectors: words and n-grams each of length one times their block's weight, dense values behind them.</summary>
internal sealed class SparseRows
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;

    private SparseRows(int[] starts, int[] columns, float[] values, int width)
    {
        _starts = starts;
        _columns = columns;
        _values = values;
        Width = width;
    }

    /// <summary>Takes rows that were made elsewhere.</summary>
    /// <param name="starts">Where each row begins, and the end.</param>
    /// <param name="columns">The rows' columns.</param>
    /// <param name="values">Parallel to the columns.</param>
    /// <param name="width">The number of columns.</param>
    public static SparseRows Of(int[] starts, int[] columns, float[] values, int width) => new(starts, columns, values, width);

    public int Count => _starts.Length - 1;

    public int Width { get; }

    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    public ReadOnlySpan<float> Values(int row) => _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <param name="features">All rows.</param>
    /// <param name="rows">The ones wanted, in this order.</param>
    /// <param name="space">The columns.</param>
    /// <param name="scaler">Centre and scale of the dense values.</param>
    /// <param name="gramWeight">Weight of the n-grams' block; words have 1.</param>
    /// <param name="denseWeight">Weight of the dense block.</param>
    public static SparseRows Of(
        RowFeatures features, ReadOnlySpan<int> rows, SparseSpace space, DenseScaler scaler, float gramWeight, float denseWeight)
    {
        var total = 0;
        foreach (var row in rows)
        {
            total += features.Words[row].Length + features.Grams[row].Length + scaler.Kept.Length + 1;
        }

        var starts = new int[rows.Length + 1];
        var columns = new int[total];
        var values = new float[total];
        var width = space.Columns + scaler.Kept.Length + 1;
        var at = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            starts[i] = at;
            at = Block(features.Words[rows[i]], space, 1, columns, values, at);
            at = Block(features.Grams[rows[i]], space, gramWeight, columns, values, at);
            var dense = features.Dense[rows[i]];
            for (var d = 0; d < scaler.Kept.Length; d++)
            {
                columns[at] = space.Columns + d;
                values[at++] = denseWeight * scaler.Scale(dense, d);
            }

            columns[at] = width - 1;
            values[at++] = 1;
        }

        starts[^1] = at;
        return new SparseRows(starts, columns, values, width);
    }

    private static int Block(int[] buckets, SparseSpace space, float weight, int[] columns, float[] values, int at)
    {
        var start = at;
        var squares = 0f;
        foreach (var bucket in buckets)
        {
            var column = space.RowOfBucket[bucket];
            if (column >= 0)
            {
                var value = space.Weights[column];
                columns[at] = column;
                values[at++] = value;
                squares += value * value;
            }
        }

        var scale = weight / MathF.Sqrt(Math.Max(squares, 1e-6f));
        for (var i = start; i < at; i++)
        {
            values[i] *= scale;
        }

        return at;
    }
}
