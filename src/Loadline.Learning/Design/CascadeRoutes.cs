using System.Globalization;
using Loadline.Core.Cascades.Acceptance;
using Loadline.Learning.Cascades;
using Loadline.Learning.Certification;
using Loadline.Learning.Training;

namespace Loadline.Learning.Design;

/// <summary>Cascades with a trained check, for tables that hold the answers' texts.</summary>
internal sealed class CascadeRoutes
{
    public const string Family = "cascade";
    public const string File = "auto.acceptance";

    // How far above the line a cascade aims, in shares of the reference's quality: the more, the safer and dearer.
    private static readonly double[] Margins = [0.1, 0.07, 0.05, 0.04, 0.03, 0.02, 0.01, 0.005, 0];

    private readonly CascadeEvaluator _evaluator;
    private readonly AcceptanceTrainer _trainer;
    private readonly AcceptanceModel _model;
    private readonly OutcomeMatrix _matrix;
    private readonly int[] _train;
    private readonly int _reference;
    private readonly double[] _outOfFold;

    private CascadeRoutes(AcceptanceData data, int[] train, int reference, DesignOptions options)
    {
        (_matrix, _train, _reference) = (data.Table, train, reference);
        _evaluator = new CascadeEvaluator(data, reference, options.Line.Keep ?? 1, options.Budget);
        _trainer = new AcceptanceTrainer(data, options.Seed);
        (_model, _outOfFold) = _trainer.Fit(train);
    }

    /// <summary>Tells whether there is anything to look at.</summary>
    public static bool HasAnswers(OutcomeMatrix matrix) => matrix.Rows.All(row => matrix.Models.All(model => row.Outcomes[model].Response is not null));

    /// <summary>Trains on rows, writes the predictor, and lists cascades.</summary>
    public static IEnumerable<DesignSetting> Of(OutcomeMatrix matrix, int[] train, int reference, DesignOptions options)
    {
        var routes = new CascadeRoutes(AcceptanceData.Of(matrix), train, reference, options);
        System.IO.File.WriteAllBytes(Path.Combine(options.Folder, File), routes._model.ToBytes());
        return routes.Choices(options).Where(choice => choice.Steps.Count > 1).DistinctBy(routes._evaluator.Describe).Select(routes.Setting);
    }

    private IEnumerable<CascadeChoice> Choices(DesignOptions options)
    {
        var tuner = new CascadeTuner(_matrix.Models.Count, _outOfFold, _evaluator.Quality(_train), _evaluator.Cost(_train));
        var (quality, cost) = (_train.Average(row => (double)_matrix.QualityOf(row, _reference)), _train.Average(row => _matrix.CostOf(row, _reference)));
        return options.Budget is { } budget
            ? [tuner.Within(budget * cost)]
            : Margins.Select(margin => tuner.Cheapest(Math.Min(1, ((options.Line.Keep ?? 1) + margin) * quality)));
    }

    private DesignSetting Setting(CascadeChoice choice)
    {
        string[] names = [.. choice.Steps.Select(step => _matrix.Models[step.Model])];
        var bounds = string.Join(", ", choice.Steps.SkipLast(1).Select(step => string.Create(
            CultureInfo.InvariantCulture, $"{RouteText.Quote(_matrix.Models[step.Model])}: {step.Threshold:0.######}")));
        var plan = $"{{ kind: cascade, steps: {RouteText.List(names)}, accept: {{ kind: predictor, file: {File}, at_least: {{ {bounds} }} }} }}";
        return new DesignSetting(
            Family,
            "cascade " + _evaluator.Describe(choice),
            new RouteText(names, _matrix.Models[_reference], null, [], plan),
            new PathStep(null, Evidence(choice)))
        {
            Serve = rows => _evaluator.ServeEach(choice, _trainer.Predict(_model, rows), rows),
        };
    }

    // By predictors of other folds.
    private Core.Predictors.KnobEvidence Evidence(CascadeChoice choice)
    {
        var served = _evaluator.ServeEach(choice, _outOfFold, _train);
        float[] reference = [.. _train.Select(row => _matrix.QualityOf(row, _reference))];
        var unit = _train.Average(row => _matrix.CostOf(row, _reference));
        var outcomes = new StepOutcomes(
            [.. served.Select(one => (float)one.Quality)],
            [.. served.Select((one, i) => Core.Quality.QualityLine.IsLost(one.Quality, reference[i]) ? 1f : 0)],
            [.. served.Select(one => one.Cost)]);
        return Boundary.EvidenceOf(outcomes, reference) with { Cost = unit > 0 ? outcomes.Cost.Average() / unit : 1 };
    }
}
