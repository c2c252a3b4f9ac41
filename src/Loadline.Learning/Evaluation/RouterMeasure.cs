using System.Globalization;
using Loadline.Core.Predictors;

namespace Loadline.Learning.Evaluation;

/// <summary>Measures one router on one split.</summary>
internal sealed class RouterMeasure
{
    private static readonly double[] Keeps = [0.90, 0.95, 0.98];
    private readonly TestRows _rows;
    private readonly EvalOptions _options;
    private readonly double _maxCost;

    /// <param name="rows">The test rows.</param>
    /// <param name="options">The options.</param>
    /// <param name="maxCost">The largest cost of any router compared: to there hulls are extended for AIQ.</param>
    public RouterMeasure(TestRows rows, EvalOptions options, double maxCost)
    {
        _rows = rows;
        _options = options;
        _maxCost = maxCost;
    }

    public RouterResult Measure(RouterUnderTest router)
    {
        var mix = KnobMix.For(router.Knobs, _options.Keep);
        var served = Serve(router, mix);
        var result = served.Result(router.Name, router.Note, router.Chosen) with
        {
            CalibrationError = router is { Chosen: true, HasPath: true } ? Calibration.Error(_rows, router.Scores) : null,
            NoveltyShare = router.Novelty is { } novelty ? novelty.Count(isNovel => isNovel) / (double)novelty.Length : null,
        };
        if (_rows.Matrix.HasCosts)
        {
            result = Frontier(result, router);
        }

        return _rows.Models == 2 && router.HasPath ? Pair(result, router) : result;
    }

    private Served Serve(RouterUnderTest router, KnobMix mix)
    {
        var served = new Served(_rows);
        for (var i = 0; i < _rows.Rows.Length; i++)
        {
            served.Add(i, Choose(router, i, mix.Dear), mix.DearShare);
            if (mix.DearShare < 1)
            {
                served.Add(i, Choose(router, i, mix.Cheap), 1 - mix.DearShare);
            }
        }

        return served;
    }

    private int Choose(RouterUnderTest router, int row, PolicyKnob knob) =>
        knob.Lambda < 0 ? _rows.Reference : router.Scores.Choose(row, knob.Lambda);

    private RouterResult Frontier(RouterResult result, RouterUnderTest router)
    {
        var hull = Hull.Of(router.HasPath ? _rows.Path(router.Scores) : [new FrontierPoint(result.Cost, result.Quality)]);
        var reference = _rows.MeanCost[_rows.Reference];
        return result with
        {
            Aiq = hull.Aiq(_maxCost),
            CostAtKeep = Keeps.ToDictionary(
                keep => keep.ToString("0.00", CultureInfo.InvariantCulture),
                keep => Finite(hull.CostAt(keep * _rows.MeanQuality[_rows.Reference]) / reference)),
            Frontier = [.. hull.Points.Select(point => point with { Cost = point.Cost / reference })],
        };
    }

    private RouterResult Pair(RouterResult result, RouterUnderTest router)
    {
        var (strong, weak) = (_rows.Reference, 1 - _rows.Reference);
        var count = _rows.Rows.Length;
        var scores = new double[count];
        var weakQuality = new double[count];
        var strongQuality = new double[count];
        for (var i = 0; i < count; i++)
        {
            scores[i] = router.Scores.Quality[(i * 2) + strong] - (double)router.Scores.Quality[(i * 2) + weak];
            weakQuality[i] = _rows.Quality(i, weak);
            strongQuality[i] = _rows.Quality(i, strong);
        }

        var curve = router.Name == "oracle" ? PairCurve.Optimal(weakQuality, strongQuality) : PairCurve.Of(scores, weakQuality, strongQuality);
        return result with
        {
            Pgr = double.IsFinite(curve.Apgr) ? [.. curve.Points.Select(point => new PgrPoint(point.Share, curve.Recovered(point.Quality)))] : [],
            Apgr = Finite(curve.Apgr),
            Cpt50 = Finite(100 * curve.CallsFor(0.5)),
            Cpt80 = Finite(100 * curve.CallsFor(0.8)),
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
