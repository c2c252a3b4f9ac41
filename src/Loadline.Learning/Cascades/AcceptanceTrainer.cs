using Loadline.Core.Cascades.Acceptance;
using Loadline.Learning.Training;

namespace Loadline.Learning.Cascades;

/// <summary>Fits acceptance predictors: a linear margin over all models' answers together, calibrated on folds it was not fitted on.</summary>
internal sealed class AcceptanceTrainer(AcceptanceData data, int seed)
{
    private const int FoldCount = 5;
    private const double RightFrom = 0.5;

    /// <summary>Fits on rows.</summary>
    /// <param name="rows">The training rows.</param>
    /// <returns>The predictor, and for each training row and model the probability that predictors fitted on other rows give.</returns>
    public (AcceptanceModel Model, double[] OutOfFold) Fit(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var models = data.Table.Models.Count;
        var foldOf = Folds.Assign(data.Table.Keys, rows, FoldCount, seed);
        var margins = new double[rows.Length * models];
        for (var fold = 0; fold < FoldCount; fold++)
        {
            var weights = Weights([.. rows.Where((_, i) => foldOf[i] != fold)]);
            for (var i = 0; i < rows.Length; i++)
            {
                for (var m = 0; m < models && foldOf[i] == fold; m++)
                {
                    margins[(i * models) + m] = Margin(weights, rows[i], m);
                }
            }
        }

        bool[] right = [.. rows.SelectMany(row => Enumerable.Range(0, models).Select(m => IsRight(row, m)))];
        var (offset, scale) = Platt.Fit(margins, right);
        double[] probabilities = [.. margins.Select(margin => 1 / (1 + Math.Exp(-(offset + (scale * margin)))))];
        return (new AcceptanceModel(Weights(rows), offset, scale), probabilities);
    }

    /// <summary>Gives the probabilities for other rows, row by row and model by model.</summary>
    public double[] Predict(AcceptanceModel model, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        var models = data.Table.Models.Count;
        var result = new double[rows.Length * models];
        for (var i = 0; i < result.Length; i++)
        {
            var (columns, values) = data[rows[i / models], i % models];
            result[i] = model.Probability([.. columns.Zip(values)]);
        }

        return result;
    }

    private bool IsRight(int row, int model) => data.Table.QualityOf(row, model) >= RightFrom;

    private double Margin(float[] weights, int row, int model)
    {
        var (columns, values) = data[row, model];
        double sum = weights[AcceptanceFeatures.Columns];
        for (var i = 0; i < columns.Length; i++)
        {
            sum += weights[columns[i]] * values[i];
        }

        return sum;
    }

    // Columns that no training row has are left out while fitting: most of the table is empty.
    private float[] Weights(int[] rows)
    {
        var models = data.Table.Models.Count;
        var compact = new Dictionary<int, int>();
        var starts = new List<int> { 0 };
        var columns = new List<int>();
        var values = new List<float>();
        var targets = new List<float>();
        foreach (var row in rows)
        {
            for (var m = 0; m < models; m++)
            {
                var (own, amounts) = data[row, m];
                foreach (var column in own)
                {
                    if (!compact.TryGetValue(column, out var at))
                    {
                        compact[column] = at = compact.Count;
                    }

                    columns.Add(at);
                }

                values.AddRange(amounts);
                starts.Add(columns.Count);
                targets.Add(IsRight(row, m) ? 1 : -1);
            }
        }

        return Fit([.. starts], columns, values, [.. targets], compact);
    }

    private float[] Fit(int[] starts, List<int> columns, List<float> values, float[] targets, Dictionary<int, int> compact)
    {
        // The last column stands for every answer.
        var width = compact.Count + 1;
        var (all, amounts, begins) = (new int[columns.Count + targets.Length], new float[columns.Count + targets.Length], new int[starts.Length]);
        var to = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            begins[i] = to;
            for (var j = starts[i]; j < starts[i + 1]; j++)
            {
                (all[to], amounts[to++]) = (columns[j], values[j]);
            }

            (all[to], amounts[to++]) = (width - 1, 1);
        }

        begins[^1] = to;
        var fitted = new LinearTrainer(1, LinearLoss.SquaredHinge) { Cost = 0.5f, Epochs = 15 }.Fit(SparseRows.Of(begins, all, amounts, width), targets, seed);
        var weights = new float[AcceptanceFeatures.Columns + 1];
        foreach (var (column, at) in compact)
        {
            weights[column] = fitted.Weights[at * fitted.Stride];
        }

        weights[^1] = fitted.Weights[(width - 1) * fitted.Stride];
        return weights;
    }
}
