namespace Loadline.Learning.Evaluation;

/// <summary>The non-decreasing convex hull of a router's settings: what random mixes of neighbouring settings reach.</summary>
/// <remarks>As RouterBench defines it (arXiv 2403.12031, <c>AIQ.py</c>).</remarks>
public sealed class Hull
{
    private Hull(List<FrontierPoint> points) => Points = points;

    /// <summary>Gets the corners, cheapest first, cost and quality rising.</summary>
    public IReadOnlyList<FrontierPoint> Points { get; }

    /// <summary>The hull of some settings' points; their order does not matter.</summary>
    public static Hull Of(IEnumerable<FrontierPoint> points)
    {
        var hull = new List<FrontierPoint>();
        foreach (var point in points.OrderBy(point => point.Cost).ThenByDescending(point => point.Quality))
        {
            if (hull.Count > 0 && point.Quality <= hull[^1].Quality)
            {
                continue;
            }

            while (hull.Count > 1 && Rise(hull[^2], point) >= Rise(hull[^2], hull[^1]))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return new Hull(hull);
    }

    /// <summary>The least cost at which the hull reaches a quality; infinite where it never does.</summary>
    public double CostAt(double quality)
    {
        if (Points.Count == 0 || Points[^1].Quality < quality)
        {
            return double.PositiveInfinity;
        }

        if (Points[0].Quality >= quality)
        {
            return Points[0].Cost;
        }

        var i = 1;
        while (Points[i].Quality < quality)
        {
            i++;
        }

        var (from, to) = (Points[i - 1], Points[i]);
        return from.Cost + ((quality - from.Quality) / (to.Quality - from.Quality) * (to.Cost - from.Cost));
    }

    /// <summary>The area under the hull, extended flat to <paramref name="maxCost"/>, over that cost (AIQ).</summary>
    /// <remarks>Left of its cheapest point a hull has no area: below that cost the router serves nothing.</remarks>
    public double Aiq(double maxCost)
    {
        var area = 0.0;
        for (var i = 1; i < Points.Count; i++)
        {
            area += (Points[i].Cost - Points[i - 1].Cost) * (Points[i].Quality + Points[i - 1].Quality) / 2;
        }

        if (Points.Count > 0)
        {
            area += Math.Max(0, maxCost - Points[^1].Cost) * Points[^1].Quality;
        }

        return area / maxCost;
    }

    private static double Rise(FrontierPoint from, FrontierPoint to) => (to.Quality - from.Quality) / Math.Max(to.Cost - from.Cost, 1e-18);
}
