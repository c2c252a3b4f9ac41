using Loadline.Core.Predictors;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Training;

/// <summary>The knobs of a policy: those settings that are on the hull of cost and quality out of fold, dearest first.</summary>
internal static class KnobPath
{
    public static IReadOnlyList<PolicyKnob> Of(TestRows rows, Scores scores)
    {
        if (!rows.Matrix.HasCosts)
        {
            return [Knob(rows, 0, rows.At(scores, 0))];
        }

        var points = new Dictionary<FrontierPoint, double>
        {
            [new FrontierPoint(rows.MeanCost[rows.Reference], rows.MeanQuality[rows.Reference])] = PolicyKnob.ReferenceOnly,
        };
        foreach (var lambda in Scores.Lambdas)
        {
            points.TryAdd(rows.At(scores, lambda), lambda);
        }

        return [.. Hull.Of(points.Keys).Points.Reverse().Select(point => Knob(rows, points[point], point))];
    }

    private static PolicyKnob Knob(TestRows rows, double lambda, FrontierPoint point)
    {
        var cost = rows.MeanCost[rows.Reference];
        return new PolicyKnob(lambda, point.Quality / rows.MeanQuality[rows.Reference], cost > 0 ? point.Cost / cost : 0);
    }
}
