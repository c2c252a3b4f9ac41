using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Charts;

/// <summary>Draws cost against quality of several routers.</summary>
internal static class FrontierChart
{
    private static readonly ChartOptions Options = new()
    {
        Id = "frontier",
        Title = "Cost against quality",
        Description = "For each router the convex hull of its settings: to the left is cheaper, above is better. A router that lies above and to the left of another is better at every budget.",
        XLabel = "cost over the reference's (logarithmic)",
        YLabel = "quality",
        IsLogarithmic = true,
    };

    /// <summary>Draws the hulls of routers that have one.</summary>
    /// <returns>A <c>figure</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(IEnumerable<RouterResult> routers) => LineChart.Draw(
        Options, routers.Select(router => new ChartSeries(router.Name, [.. router.Frontier.Select(point => (point.Cost, point.Quality))], router.Chosen)));
}
