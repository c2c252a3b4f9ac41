using System.Text;
using Loadline.Core.Predictors;
using Loadline.Core.Signals.Tokens;

namespace Loadline.Learning.Training;

/// <summary>Learns how many tokens each model generates.</summary>
/// <param name="Lengths">What serving computes with.</param>
/// <param name="Error">Mean distance out of fold between expected and real tokens, all models together.</param>
/// <param name="MeanError">The same for a model's mean: what not reading the text costs.</param>
internal sealed record LengthLayer(OutputLengths Lengths, double Error, double MeanError)
{
    // Lengths differ by task and shape; hardly any shrinkage, as for costs.
    private static readonly PredictorKind Kind = new("length", "", [new StackPenalties(10, 100, 100, StackPenalties.Off)]);

    /// <summary>Fits where every row says how long every model's answer was.</summary>
    public static LengthLayer? Fit(OutcomeMatrix matrix, int[] rows, StackRows inputs, DenseScaler scaler, int[] foldOf, int folds)
    {
        var models = matrix.Models.Count;
        var real = new float[rows.Length * models];
        for (var i = 0; i < rows.Length; i++)
        {
            matrix.OutputTokens.AsSpan(rows[i] * models, models).CopyTo(real.AsSpan(i * models));
        }

        if (Array.Exists(real, tokens => tokens <= 0))
        {
            return null;
        }

        float[] means = [.. Enumerable.Range(0, models).Select(m => (float)Enumerable.Range(0, rows.Length).Average(i => (double)real[(i * models) + m]))];
        float[] targets = [.. real.Select((tokens, i) => tokens / means[i % models])];
        var moments = StackMoments.Of(inputs, targets, models, foldOf, folds);
        var layer = StackLayer.Fit(moments, inputs, scaler, Kind);
        var lengths = new OutputLengths
        {
            Mixing = [.. layer.Weights.Select(weight => (float)weight)],
            Means = means,
            MeanInputTokens = (float)rows.Average(row => (double)TokenEstimator.Estimate(Encoding.UTF8.GetBytes(RowText.Of(matrix.Rows[row])))),
        };
        return new LengthLayer(lengths, Distance(layer, inputs, real, means, foldOf), real.Select((tokens, i) => Math.Abs(tokens - (double)means[i % models])).Average());
    }

    private static double Distance(StackLayer layer, StackRows inputs, float[] real, float[] means, int[] foldOf)
    {
        var models = means.Length;
        var row = new float[models];
        var sum = 0.0;
        for (var i = 0; i < inputs.Count; i++)
        {
            StackLayer.Predict(layer.FoldWeights[foldOf[i]], inputs.Row(i), row);
            for (var m = 0; m < models; m++)
            {
                sum += Math.Abs((Math.Max(0, row[m]) * means[m]) - real[(i * models) + m]);
            }
        }

        return sum / real.Length;
    }
}
