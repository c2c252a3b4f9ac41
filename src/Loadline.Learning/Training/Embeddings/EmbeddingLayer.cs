namespace Loadline.Learning.Training;

/// <summary>What embeddings add to a predictor: a linear head per model on what its words leave over, out of fold.</summary>
/// <param name="Weights">A vector for each model, then one intercept for each.</param>
/// <param name="OutOfFold">Expected qualities with embeddings, row by row, each from layers that were fitted without the row's fold.</param>
/// <param name="Error">Mean squared error out of fold of the differences between models, with embeddings.</param>
/// <param name="ErrorWithout">The same without.</param>
/// <param name="Share">The share of the fit that training rows believe in, in [0,1].</param>
internal sealed record EmbeddingLayer(float[] Weights, float[] OutOfFold, double Error, double ErrorWithout, double Share)
{
    // Weights of the loss against the regularisation; vectors have length one.
    private static readonly float[] Costs = [0.001f, 0.01f, 0.1f];

    private const int Epochs = 10;

    /// <summary>Gets a value indicating whether they help: believed in more than not, and a smaller error.</summary>
    public bool Helps => Share >= 0.5 && Error < ErrorWithout;

    /// <param name="vectors">The rows' embeddings.</param>
    /// <param name="expected">What the predictor expects of them out of fold, row by row.</param>
    /// <param name="targets">Their grades, row by row.</param>
    /// <param name="models">Number of models.</param>
    /// <param name="foldOf">Each row's fold.</param>
    /// <param name="seed">Of the order of training.</param>
    public static EmbeddingLayer Fit(float[][] vectors, float[] expected, float[] targets, int models, int[] foldOf, int seed)
    {
        var folds = foldOf.Max() + 1;
        float[] rest = [.. targets.Zip(expected, (target, known) => target - known)];
        var added = Costs.Select(_ => new float[rest.Length]).ToArray();
        var final = new float[Costs.Length][];
        Parallel.For(0, Costs.Length * (folds + 1), TrainingThreads.Options, job =>
        {
            var (cost, fold) = (job % Costs.Length, job / Costs.Length);
            int[] kept = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold)];
            var model = Fit(vectors, kept, rest, models, Costs[cost], seed);
            if (fold == folds)
            {
                final[cost] = Packed(model, vectors[0].Length);
                return;
            }

            int[] held = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] == fold)];
            var rows = Rows(vectors, held);
            for (var i = 0; i < held.Length; i++)
            {
                model.Predict(rows, i, added[cost].AsSpan(held[i] * models, models));
            }
        });
        return Averaged(expected, targets, added, final, models);
    }

    // As grids of penalties are: by errors out of fold, adding nothing among them.
    private static EmbeddingLayer Averaged(float[] expected, float[] targets, float[][] added, float[][] final, int models)
    {
        var without = QualityLayer.CentredError(expected, targets, models);
        double[] errors = [without, .. added.Select(one => QualityLayer.CentredError(Sum(expected, one, 1), targets, models))];
        var shares = StackLayer.Shares(errors, targets.Length / models * Math.Max(1, models - 1));
        var weights = new float[final[0].Length];
        var outOfFold = expected;
        for (var i = 0; i < final.Length; i++)
        {
            weights = Sum(weights, final[i], (float)shares[i + 1]);
            outOfFold = Sum(outOfFold, added[i], (float)shares[i + 1]);
        }

        var rows = targets.Length / (double)models;
        return new EmbeddingLayer(weights, outOfFold, QualityLayer.CentredError(outOfFold, targets, models) / rows, without / rows, 1 - shares[0]);
    }

    private static LinearModel Fit(float[][] vectors, int[] rows, float[] rest, int models, float cost, int seed)
    {
        var targets = new float[rows.Length * models];
        for (var i = 0; i < rows.Length; i++)
        {
            rest.AsSpan(rows[i] * models, models).CopyTo(targets.AsSpan(i * models));
        }

        return new LinearTrainer(models, LinearLoss.Squared) { Cost = cost, Epochs = Epochs }.Fit(Rows(vectors, rows), targets, seed);
    }

    private static SparseRows Rows(float[][] vectors, int[] rows)
    {
        var width = vectors[0].Length + 1;
        var columns = new int[rows.Length * width];
        var values = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            vectors[rows[i]].CopyTo(values, i * width);
            values[((i + 1) * width) - 1] = 1;
            for (var c = 0; c < width; c++)
            {
                columns[(i * width) + c] = c;
            }
        }

        return SparseRows.Of([.. Enumerable.Range(0, rows.Length + 1).Select(i => i * width)], columns, values, width);
    }

    private static float[] Packed(LinearModel model, int dimensions)
    {
        var weights = new float[(dimensions + 1) * model.Outputs];
        for (var m = 0; m < model.Outputs; m++)
        {
            for (var d = 0; d < dimensions; d++)
            {
                weights[(m * dimensions) + d] = model.Weights[(d * model.Stride) + m];
            }

            weights[(model.Outputs * dimensions) + m] = model.Weights[(dimensions * model.Stride) + m];
        }

        return weights;
    }

    private static float[] Sum(float[] first, float[] second, float factor) => [.. first.Zip(second, (a, b) => a + (factor * b))];
}
