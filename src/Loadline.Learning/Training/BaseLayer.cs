namespace Loadline.Learning.Training;

/// <summary>The first layer: from a text's features to one score per task and one raw quality per model.</summary>
internal sealed class BaseLayer
{
    private BaseLayer(SparseSpace space, DenseScaler scaler, LinearModel? tasks, LinearModel heads)
    {
        Space = space;
        Scaler = scaler;
        Tasks = tasks;
        Heads = heads;
    }

    public SparseSpace Space { get; }

    public DenseScaler Scaler { get; }

    /// <summary>Gets the task scores' weights; <see langword="null"/> where the rows have no labels to learn tasks from.</summary>
    public LinearModel? Tasks { get; }

    public LinearModel Heads { get; }

    /// <param name="features">Features of all rows.</param>
    /// <param name="rows">The ones to fit on.</param>
    /// <param name="labels">Each row's task, over all rows; -1 for none.</param>
    /// <param name="tasks">Number of tasks; below 2 none are learned.</param>
    /// <param name="qualities">Row by row, over all rows.</param>
    /// <param name="models">Number of models.</param>
    /// <param name="seed">Of the order of training.</param>
    /// <param name="bayesShare">Naive Bayes beside the tasks' margins, in standard deviations of their scores; 0: none.</param>
    public static BaseLayer Fit(
        RowFeatures features, int[] rows, int[] labels, int tasks, float[] qualities, int models, int seed, float bayesShare = 0)
    {
        var space = SparseSpace.Fit(features, rows);
        var scaler = DenseScaler.Fit(features, rows);
        var sparse = Rows(features, rows, space, scaler);
        LinearModel? classifier = null;
        if (tasks > 1)
        {
            classifier = new LinearTrainer(tasks, LinearLoss.SquaredHinge)
            {
                Cost = BaseOptions.TaskCost,
                PositiveWeight = BaseOptions.TaskPositiveWeight,
                Epochs = BaseOptions.Epochs,
            }.Fit(sparse, OneAgainstRest(rows, labels, tasks), seed);
            if (bayesShare > 0)
            {
                NaiveBayes.MixInto(classifier, sparse, space.Columns, [.. rows.Select(row => labels[row])], bayesShare);
            }
        }

        var heads = new LinearTrainer(models, LinearLoss.Squared) { Cost = BaseOptions.HeadCost, Epochs = BaseOptions.Epochs }
            .Fit(sparse, HeadTargets.Of(rows, labels, tasks, qualities, models), seed);
        return new BaseLayer(space, scaler, classifier, heads);
    }

    /// <summary>What scaled dense features are multiplied by.</summary>
    public static float DenseWeight(DenseScaler scaler) => BaseOptions.DenseWeight / MathF.Sqrt(Math.Max(1, scaler.Kept.Length));

    /// <summary>The weight of a column for an output: tasks, then models.</summary>
    public float Weight(int column, int output)
    {
        var tasks = Tasks?.Outputs ?? 0;
        return output < tasks
            ? Tasks!.Weights[(column * Tasks.Stride) + output]
            : Heads.Weights[(column * Heads.Stride) + output - tasks];
    }

    /// <summary>Takes what <see cref="Outputs"/> computes for one row.</summary>
    /// <param name="position">The row's position among those asked for.</param>
    /// <param name="outputs">Task scores, then raw qualities.</param>
    public delegate void OutputsTaker(int position, ReadOnlySpan<float> outputs);

    /// <summary>Computes the outputs of rows.</summary>
    public void Outputs(RowFeatures features, int[] rows, OutputsTaker take)
    {
        var sparse = Rows(features, rows, Space, Scaler);
        var tasks = Tasks?.Outputs ?? 0;
        var outputs = new float[tasks + Heads.Outputs];
        for (var i = 0; i < rows.Length; i++)
        {
            Tasks?.Predict(sparse, i, outputs);
            Heads.Predict(sparse, i, outputs.AsSpan(tasks));
            take(i, outputs);
        }
    }

    private static SparseRows Rows(RowFeatures features, int[] rows, SparseSpace space, DenseScaler scaler) => SparseRows.Of(
        features, rows, space, scaler, BaseOptions.GramWeight, DenseWeight(scaler));

    private static float[] OneAgainstRest(int[] rows, int[] labels, int tasks)
    {
        var targets = new float[rows.Length * tasks];
        Array.Fill(targets, -1f);
        for (var i = 0; i < rows.Length; i++)
        {
            if (labels[rows[i]] >= 0)
            {
                targets[(i * tasks) + labels[rows[i]]] = 1;
            }
        }

        return targets;
    }
}
