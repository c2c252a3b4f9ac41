using Loadline.Core.Predictors;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Training;

/// <summary>Trains a policy on rows of an outcome table: fits the layers, chooses a predictor and sets knobs by cross-fitting.</summary>
/// <remarks>Nothing but the given rows is read. Deterministic: the same rows and options give the same artifact, bit for bit.</remarks>
public static class Trainer
{
    private const int FewRows = 4000;

    // Standard errors by which another predictor must beat the blend.
    private const double LeastAdvantage = 2;

    // Costs are far less noisy than qualities: hardly any shrinkage.
    private static readonly PredictorKind CostKind = new("cost", "", [new StackPenalties(3, 100, 100, StackPenalties.Off)]);

    /// <summary>Trains on <paramref name="rows"/>, positions in the table; the result has the artifact and how each predictor that was tried did.</summary>
    public static TrainingResult Train(OutcomeMatrix matrix, RowFeatures features, int[] rows, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        var reference = ReferenceOf(matrix, rows, options.Reference);
        var trainRows = new TestRows(matrix, rows, reference);

        // 1. The first layer, once on all rows and once without each fold.
        var folds = options.Folds > 1 ? options.Folds : rows.Length < FewRows ? 10 : 5;
        var labels = TaskLabels.Of(matrix.Groups, rows);
        var cross = CrossFit.Run(features, matrix, rows, labels, folds, options.Seed);
        var layer = BaseLayer.Fit(features, rows, labels.OfRow, labels.Names.Length, matrix.Quality, matrix.Models.Count, options.Seed);

        // 2. The second layer's inputs, and its candidates.
        var sharpness = Sharpness.Fit(cross.Outputs, labels, rows, matrix.Models.Count);
        var inputs = StackRows.Of(cross.Outputs, features, rows, layer.Scaler, labels.Names.Length, matrix.Models.Count, sharpness);
        var costs = FitCosts(trainRows, inputs, layer.Scaler, cross.FoldOf, folds);
        var tried = Try(trainRows, Picked(matrix, rows), inputs, layer.Scaler, costs.OutOfFold(inputs, cross.FoldOf), cross.FoldOf, options.Seed);
        var chosen = options.Predictor is { } name
            ? tried.Find(one => one.Name == name) ?? throw new ArgumentException($"There is no predictor '{name}'; there are {string.Join(", ", tried.Select(one => one.Name))}.")
            : Pick(tried, matrix.HasCosts);

        var lengths = LengthLayer.Fit(matrix, rows, inputs, layer.Scaler, cross.FoldOf, folds);
        var novelty = NoveltyLayer.Fit(
            ShapeProfile.Fit(features, rows, layer.Scaler, labels.OfRow, labels.Names.Length), cross.Unknown, cross.Distances, options.NoveltyShare);
        PredictorWeights Weights(TriedPredictor one) =>
            WeightsBuilder.Build(matrix.Models, labels.Names, layer, sharpness, one.Layer, costs, lengths?.Lengths ?? OutputLengths.None, novelty);

        // 3. What embeddings add, where there are any and they do.
        var embedded = options.Embeddings is { } vectors
            ? EmbeddingLayer.Fit([.. rows.Select(row => vectors.Vectors[row])], chosen.OutOfFold.Quality, Picked(matrix, rows), matrix.Models.Count, cross.FoldOf, options.Seed)
            : null;
        var head = embedded is null ? null : Head(embedded, options.Embeddings!, KnobPath.Of(trainRows, chosen.OutOfFold with { Quality = embedded.OutOfFold }));

        // 4. Knobs by what they did out of fold, and the artifact.
        var artifact = new PolicyArtifact
        {
            Reference = matrix.Models[reference],
            Predictor = chosen.Name,
            Tables = options.Tables,
            Rows = rows.Length,
            Seed = options.Seed,
            HasCosts = matrix.HasCosts,
            Knobs = KnobPath.Of(trainRows, chosen.OutOfFold),
            Weights = Weights(chosen),
            Steps = TrainingSteps.Stored(trainRows, chosen.OutOfFold),
            Singles = TrainingSteps.Singles(trainRows),
            CertifiedModels = TrainingSteps.CertifiedModels(trainRows),
            TrainingPrompts = TrainingSteps.Prompts(trainRows),
            Embeddings = embedded is { Helps: true } ? head : null,
        };
        PolicyArtifactFile.Write(artifact);
        return new TrainingResult(artifact, tried, chosen, labels.Names.Length, TaskAccuracy(inputs, labels, rows))
        {
            Weights = Weights,
            NoveltyBound = novelty.BoundAt,
            LengthErrors = lengths is null ? null : (lengths.Error, lengths.MeanError),
            TriedEmbeddings = head,
            EmbeddingErrors = embedded is null ? null : (embedded.Error, embedded.ErrorWithout),
        };
    }

    private static EmbeddingHead Head(EmbeddingLayer layer, RowEmbeddings embeddings, IReadOnlyList<PolicyKnob> knobs) => new()
    {
        Model = embeddings.Model,
        Dimensions = embeddings.Dimensions,
        AsksDimensions = embeddings.AsksDimensions,
        Weights = layer.Weights,
        Knobs = knobs,
    };

    private static List<TriedPredictor> Try(
        TestRows rows, float[] targets, StackRows inputs, DenseScaler scaler, float[] costs, int[] foldOf, int seed)
    {
        var (models, folds) = (rows.Models, foldOf.Max() + 1);
        var moments = StackMoments.Of(inputs, targets, models, foldOf, folds);
        var linear = PredictorKind.Linear
            .Where(kind => inputs.Tasks > 0 || kind.Name != "task")
            .Select(kind => (Kind: kind, Layer: StackLayer.Fit(moments, inputs, scaler, kind)))
            .ToList();
        var mean = StackLayer.Mean([.. linear.Where(one => one.Kind.Name != "mean").Select(one => one.Layer)], moments, rows.Rows.Length);
        var trees = QualityLayer.Of(TreeLayer.Fit(inputs, targets, models, foldOf, folds, seed), inputs);
        var layers = linear.ConvertAll(one => (one.Kind, Layer: QualityLayer.Of(one.Layer, inputs, models, foldOf)));
        layers.Add((PredictorKind.Trees, trees));
        layers.Add((PredictorKind.Blend, QualityLayer.Blend(QualityLayer.Of(mean, inputs, models, foldOf), trees, targets, models)));
        return layers.ConvertAll(one => TriedPredictor.Of(one.Kind, Calibrator.Calibrate(one.Layer, targets, models, foldOf), rows, targets, costs, foldOf));
    }

    // With costs, the blend unless another is better by more than luck allows: along a frontier the mean of several errs least. Without,
    // only the best prediction counts, and the more a predictor can say the more it is fooled by its own best: there the simplest that is
    // not worse than the best by more than luck (the one-standard-error rule).
    private static TriedPredictor Pick(List<TriedPredictor> tried, bool hasCosts)
    {
        var best = tried.MinBy(one => one.Score)!;
        if (!hasCosts)
        {
            return tried.First(one => one == best || one.AdvantageOf(best) <= 1);
        }

        var blend = tried[^1];
        return best != blend && blend.AdvantageOf(best) > LeastAdvantage ? best : blend;
    }

    private static int ReferenceOf(OutcomeMatrix matrix, int[] rows, string? name)
    {
        if (name is null)
        {
            return Enumerable.Range(0, matrix.Models.Count).MaxBy(m => rows.Sum(row => (double)matrix.QualityOf(row, m)));
        }

        var index = matrix.IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException($"The reference '{name}' is not a model of {matrix.Name}: {string.Join(", ", matrix.Models)}.");
    }

    private static CostLayer FitCosts(TestRows rows, StackRows inputs, DenseScaler scaler, int[] foldOf, int folds)
    {
        var unit = rows.MeanCost[rows.Reference] > 0 ? rows.MeanCost[rows.Reference] : 1;
        var targets = new float[rows.Rows.Length * rows.Models];
        for (var i = 0; i < rows.Rows.Length; i++)
        {
            for (var m = 0; m < rows.Models; m++)
            {
                targets[(i * rows.Models) + m] = (float)(rows.Cost(i, m) / unit);
            }
        }

        var moments = StackMoments.Of(inputs, targets, rows.Models, foldOf, folds);
        return new CostLayer(StackLayer.Fit(moments, inputs, scaler, CostKind), [.. rows.MeanCost.Select(cost => (float)(0.1 * cost / unit))]);
    }

    private static float[] Picked(OutcomeMatrix matrix, int[] rows)
    {
        var models = matrix.Models.Count;
        var targets = new float[rows.Length * models];
        for (var i = 0; i < rows.Length; i++)
        {
            matrix.Quality.AsSpan(rows[i] * models, models).CopyTo(targets.AsSpan(i * models));
        }

        return targets;
    }

    private static double TaskAccuracy(StackRows inputs, TaskLabels labels, int[] rows)
    {
        if (labels.Names.Length == 0)
        {
            return double.NaN;
        }

        int right = 0, known = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var label = labels.OfRow[rows[i]];
            var tasks = inputs.Row(i)[..labels.Names.Length];
            known += label >= 0 ? 1 : 0;
            right += label >= 0 && IndexOfMost(tasks) == label ? 1 : 0;
        }

        return right / (double)Math.Max(1, known);
    }

    private static int IndexOfMost(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
