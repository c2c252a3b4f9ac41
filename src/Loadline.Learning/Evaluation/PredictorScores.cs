using Loadline.Core.Facts;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Learning.Training;

namespace Loadline.Learning.Evaluation;

/// <summary>Runs the serving predictor over rows: what is measured is what is served, quantised weights included.</summary>
public static class PredictorScores
{
    /// <returns>Expectations in the order of the table's models, and whether each row is novel.</returns>
    public static (Scores Scores, bool[] Novel) Of(PredictorWeights weights, OutcomeMatrix matrix, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(rows);
        var predictor = new QualityPredictor(weights);
        var order = matrix.Models.Select(model => Array.IndexOf(weights.Models, model)).ToArray();
        var models = order.Length;
        var scores = new Scores(models, new float[rows.Length * models], new float[rows.Length * models]);
        var novel = new bool[rows.Length];
        Parallel.For(
            0,
            rows.Length,
            TrainingThreads.Options,
            () => (Facts: new RequestFacts(), Vector: new FeatureVector(), Prediction: new Prediction()),
            (i, _, local) =>
            {
                RowText.Extract(matrix.Rows[rows[i]], local.Facts, local.Vector);
                predictor.Predict(local.Vector, local.Prediction);
                for (var m = 0; m < models; m++)
                {
                    scores.Quality[(i * models) + m] = local.Prediction.Quality[order[m]];
                    scores.Cost[(i * models) + m] = local.Prediction.Cost[order[m]];
                }

                novel[i] = local.Prediction.Novelty > weights.NoveltyBound;
                return local;
            },
            _ => { });
        return (scores, novel);
    }

    /// <summary>How unlike the training rows each row's text is; <see cref="PredictorWeights.NoveltyBound"/> is what it is compared with.</summary>
    public static float[] Novelty(PredictorWeights weights, IReadOnlyList<OutcomeRow> rows)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(rows);
        var predictor = new QualityPredictor(weights);
        var novelty = new float[rows.Count];
        Parallel.For(
            0,
            rows.Count,
            TrainingThreads.Options,
            () => (Facts: new RequestFacts(), Vector: new FeatureVector(), Prediction: new Prediction()),
            (i, _, local) =>
            {
                RowText.Extract(rows[i], local.Facts, local.Vector);
                predictor.Predict(local.Vector, local.Prediction);
                novelty[i] = local.Prediction.Novelty;
                return local;
            },
            _ => { });
        return novelty;
    }
}
