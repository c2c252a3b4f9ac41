using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Training;

/// <summary>A predictor and how it did on training rows out of fold.</summary>
public sealed class TriedPredictor
{
    private static readonly double[] Keeps = [.. Enumerable.Range(85, 15).Select(percent => percent / 100.0)];

    private TriedPredictor(PredictorKind kind, QualityLayer layer, Scores outOfFold, double score)
    {
        Name = kind.Name;
        Summary = kind.Summary;
        Layer = layer;
        OutOfFold = outOfFold;
        Score = score;
    }

    /// <summary>Gets the predictor's kind, as <c>--predictor</c> names it.</summary>
    public string Name { get; }

    /// <summary>Gets what kind it is, in a few words.</summary>
    public string Summary { get; }

    /// <summary>Gets the measure of choice, lower is better.</summary>
    /// <value>
    /// With costs: mean share of the reference's cost at which 85, 86, … 99 % of its quality are kept, over the hull of knobs out of fold.
    /// Without: one less the mean over groups of the quality of the best predicted model.
    /// </value>
    public double Score { get; }

    /// <summary>Gets the mean squared error out of fold of the differences between models.</summary>
    public double Error { get; private init; }

    /// <summary>Gets the calibration error out of fold: the mean distance between expected and real quality over ten bins.</summary>
    public double CalibrationError { get; private init; }

    /// <summary>Gets a value indicating whether isotonic calibration made it better, and so is part of it.</summary>
    public bool IsCalibrated => Layer.Calibration.Knots > 0;

    internal QualityLayer Layer { get; }

    /// <summary>Gets what it expected of training rows that it had not seen.</summary>
    public Scores OutOfFold { get; }

    /// <summary>Gets the score within each fold: what tells a difference from luck.</summary>
    internal double[] FoldScores { get; private init; } = [];

    /// <summary>How much better another one is: the mean over folds of the difference, over its standard error.</summary>
    internal double AdvantageOf(TriedPredictor other)
    {
        var differences = FoldScores.Zip(other.FoldScores, (own, others) => own - others).ToArray();
        var mean = differences.Average();
        var variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1);
        return mean / Math.Sqrt(Math.Max(variance / differences.Length, 1e-18));
    }

    internal static TriedPredictor Of(PredictorKind kind, QualityLayer layer, TestRows rows, float[] targets, float[] costs, int[] foldOf)
    {
        var scores = new Scores(rows.Models, layer.OutOfFold, costs);
        var folds = foldOf.Max() + 1;
        return new TriedPredictor(kind, layer, scores, Measure(rows, scores, _ => true))
        {
            Error = QualityLayer.CentredError(layer.OutOfFold, targets, rows.Models) / rows.Rows.Length,
            CalibrationError = Calibration.Error(rows, scores),
            FoldScores = [.. Enumerable.Range(0, folds).Select(fold => Measure(rows, scores, i => foldOf[i] == fold))],
        };
    }

    private static double Measure(TestRows rows, Scores scores, Func<int, bool> isIn)
    {
        int[] kept = [.. Enumerable.Range(0, rows.Rows.Length).Where(isIn)];
        var part = new TestRows(rows.Matrix, [.. kept.Select(i => rows.Rows[i])], rows.Reference);
        var partScores = scores.Of(kept);
        return rows.Matrix.HasCosts ? CostToKeep(part, partScores) : 1 - GroupMean(part, partScores);
    }

    private static double CostToKeep(TestRows rows, Scores scores)
    {
        var hull = Hull.Of(rows.Path(scores));
        var quality = rows.MeanQuality[rows.Reference];
        return Keeps.Average(keep => hull.CostAt(keep * quality)) / rows.MeanCost[rows.Reference];
    }

    private static double GroupMean(TestRows rows, Scores scores) => Enumerable.Range(0, rows.Rows.Length)
        .GroupBy(i => rows.Matrix.Groups[rows.Rows[i]], StringComparer.Ordinal)
        .Average(group => group.Average(i => rows.Quality(i, scores.Choose(i, 0))));
}
