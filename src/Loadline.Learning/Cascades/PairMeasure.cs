using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Cascades;

/// <summary>Measures a cascade of two models on test rows: a row whose draft is less likely right goes to the strong model first.</summary>
internal static class PairMeasure
{
    private static readonly double[] Keeps = [0.90, 0.95, 0.98];

    /// <param name="unlikely">How little likely each row's draft is right.</param>
    /// <param name="weak">The weak model's quality, parallel.</param>
    /// <param name="strong">The strong model's.</param>
    /// <param name="weakCost">The weak model's cost: paid for every row.</param>
    /// <param name="strongCost">The strong model's: paid for the rows that go on.</param>
    public static PairResult Measure(double[] unlikely, double[] weak, double[] strong, double[] weakCost, double[] strongCost)
    {
        var curve = PairCurve.Of(unlikely, weak, strong);
        var order = Enumerable.Range(0, weak.Length).OrderByDescending(row => unlikely[row]).ToArray();
        var (quality, cost) = (weak.Sum(), weakCost.Sum());
        var points = new List<FrontierPoint> { new(cost / weak.Length, quality / weak.Length) };
        foreach (var row in order)
        {
            quality += strong[row] - weak[row];
            cost += strongCost[row];
            points.Add(new FrontierPoint(cost / weak.Length, quality / weak.Length));
        }

        var hull = Hull.Of(points);
        return new PairResult(
            curve.Apgr, curve.CallsFor(0.5), curve.CallsFor(0.8), [.. Keeps.Select(keep => hull.CostAt(keep * strong.Average()) / strongCost.Average())]);
    }
}
