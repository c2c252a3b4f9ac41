using System.Globalization;
using Loadline.Core.Cascades.Acceptance;
using Loadline.Learning.Training;

namespace Loadline.Learning.Cascades;

/// <summary>Trains cascades on some rows of a table and measures them on the others.</summary>
/// <param name="data">The answers.</param>
/// <param name="reference">Position of the model that quality and savings are measured against.</param>
/// <param name="keep">The share of the reference's quality to reach on training rows, at the least cost.</param>
/// <param name="budget">The share of the reference's cost to keep within on training rows, at the best quality; then <paramref name="keep"/> is not looked at.</param>
public sealed class CascadeEvaluator(AcceptanceData data, int reference, double keep, double? budget = null)
{
    private OutcomeMatrix Table => data.Table;

    /// <summary>Draws a share of the rows to train on, chooses there, and measures on the rest.</summary>
    /// <param name="share">The share, in (0,1).</param>
    /// <param name="seed">Of the draw.</param>
    public CascadeResult Run(double share, int seed)
    {
        var (train, test) = Folds.Draw(Table.Keys, (int)Math.Round(share * Table.Count), seed);
        var (model, choice) = Train(train, seed);
        var probability = new AcceptanceTrainer(data, seed).Predict(model, test);
        var (quality, cost) = Serve(choice, probability, test);
        return new CascadeResult(
            seed, Describe(choice), quality, cost, Mean(test, reference, Table.QualityOf), Mean(test, reference, Table.CostOf), Auc(probability, test))
        {
            Pair = Table.Models.Count == 2 ? Pair(probability, test) : null,
        };
    }

    /// <summary>Fits a predictor and chooses a cascade, both on the same rows; the choice by predictors of other folds.</summary>
    public (AcceptanceModel Model, CascadeChoice Choice) Train(int[] rows, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (model, outOfFold) = new AcceptanceTrainer(data, seed).Fit(rows);
        var tuner = new CascadeTuner(Table.Models.Count, outOfFold, Quality(rows), Cost(rows));
        return (model, budget is { } part ? tuner.Within(part * Mean(rows, reference, Table.CostOf)) : tuner.Cheapest(Target(rows)));
    }

    /// <summary>Gives the quality to reach: the reference's share, and half a standard error of the difference as a margin against luck.</summary>
    public double Target(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        const double Margin = 0.5;
        var mean = Mean(rows, reference, Table.QualityOf);
        return Math.Min(1, (keep * mean) + (Margin * Math.Sqrt(mean * (1 - mean) / rows.Length)));
    }

    /// <summary>Writes a cascade as reports show it.</summary>
    public string Describe(CascadeChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return string.Join(" → ", choice.Steps.Select(step => step.Threshold > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Table.Models[step.Model]}≥{step.Threshold:0.000}") : Table.Models[step.Model]));
    }

    internal double[] Quality(int[] rows) => All(rows, (row, model) => Table.QualityOf(row, model));

    internal double[] Cost(int[] rows) => All(rows, Table.CostOf);

    internal (double Quality, double Cost) Serve(CascadeChoice choice, double[] probability, int[] rows)
    {
        var served = ServeEach(choice, probability, rows);
        return (served.Average(one => one.Quality), served.Average(one => one.Cost));
    }

    /// <summary>What each row gets, and what it costs with its drafts.</summary>
    internal (double Quality, double Cost)[] ServeEach(CascadeChoice choice, double[] probability, int[] rows) =>
        [.. rows.Select((row, i) => ServeRow(choice, probability.AsSpan(i * Table.Models.Count), row))];

    private (double Quality, double Cost) ServeRow(CascadeChoice choice, ReadOnlySpan<double> probability, int row)
    {
        var cost = 0.0;
        foreach (var step in choice.Steps)
        {
            cost += Table.CostOf(row, step.Model);
            if (step.Threshold == 0 || probability[step.Model] >= step.Threshold)
            {
                return (Table.QualityOf(row, step.Model), cost);
            }
        }

        return (0, cost);
    }

    private PairResult Pair(double[] probability, int[] rows)
    {
        var weak = 1 - reference;
        double[] Of(Func<int, int, double> of, int model) => [.. rows.Select(row => of(row, model))];
        return PairMeasure.Measure(
            [.. rows.Select((_, i) => 1 - probability[(i * 2) + weak])],
            Of((row, model) => Table.QualityOf(row, model), weak),
            Of((row, model) => Table.QualityOf(row, model), reference),
            Of(Table.CostOf, weak),
            Of(Table.CostOf, reference));
    }

    private double[] All(int[] rows, Func<int, int, double> of) =>
        [.. rows.SelectMany(row => Enumerable.Range(0, Table.Models.Count).Select(model => of(row, model)))];

    private static double Mean(int[] rows, int model, Func<int, int, float> of) => rows.Average(row => (double)of(row, model));

    private static double Mean(int[] rows, int model, Func<int, int, double> of) => rows.Average(row => of(row, model));

    private double Auc(double[] probability, int[] rows)
    {
        var quality = Quality(rows);
        var order = Enumerable.Range(0, quality.Length).OrderBy(i => probability[i]).ToArray();
        double rank = 0, right = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (quality[order[i]] >= 0.5)
            {
                rank += i + 1;
                right++;
            }
        }

        var wrong = order.Length - right;
        return right == 0 || wrong == 0 ? double.NaN : (rank - (right * (right + 1) / 2)) / (right * wrong);
    }
}
