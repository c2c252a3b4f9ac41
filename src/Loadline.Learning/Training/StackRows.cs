using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>The second layer's inputs: task probabilities, scaled dense features, raw qualities, and a one.</summary>
internal sealed class StackRows
{
    private StackRows(float[] values, int tasks, int dense, int models)
    {
        Values = values;
        Tasks = tasks;
        Dense = dense;
        Models = models;
    }

    public float[] Values { get; }

    public int Tasks { get; }

    public int Dense { get; }

    public int Models { get; }

    public int Width => Tasks + Dense + Models + 1;

    public int Count => Values.Length / Width;

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Width, Width);

    /// <param name="outputs">First-layer outputs, row by row: tasks, then models.</param>
    /// <param name="features">Features of all rows.</param>
    /// <param name="rows">The rows that <paramref name="outputs"/> belong to.</param>
    /// <param name="scaler">The dense features' scale.</param>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="models">Number of models.</param>
    /// <param name="sharpness">What task scores are multiplied by.</param>
    public static StackRows Of(float[] outputs, RowFeatures features, int[] rows, DenseScaler scaler, int tasks, int models, float sharpness)
    {
        var dense = scaler.Kept.Length;
        var width = tasks + dense + models + 1;
        var values = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            var from = outputs.AsSpan(i * (tasks + models), tasks + models);
            var to = values.AsSpan(i * width, width);
            for (var t = 0; t < tasks; t++)
            {
                to[t] = from[t] * sharpness;
            }

            Activations.Softmax(to[..tasks]);
            for (var d = 0; d < dense; d++)
            {
                to[tasks + d] = scaler.Scale(features.Dense[rows[i]], d);
            }

            from[tasks..].CopyTo(to[(tasks + dense)..]);
            to[^1] = 1;
        }

        return new StackRows(values, tasks, dense, models);
    }
}
