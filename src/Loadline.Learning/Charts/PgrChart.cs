using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Charts;

/// <summary>Draws the PGR curves of several routers: calls to the strong model against the share of the gap that they recover.</summary>
internal static class PgrChart
{
    private static readonly ChartOptions Options = new()
    {
        Id = "pgr",
        Title = "Calls to the strong model against performance gap recovered (PGR)",
        Description = "For each router the share of the gap between the weak and the strong model that it recovers at a share of calls to the strong one. A random router lies on the diagonal.",
        XLabel = "calls to the strong model",
        YLabel = "gap recovered",
        XFormat = "0.# %",
        YFormat = "0.00",
    };

    /// <summary>Draws the curves of routers that have one.</summary>
    /// <returns>A <c>figure</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(IEnumerable<RouterResult> routers) => LineChart.Draw(
        Options, routers.Select(router => new ChartSeries(router.Name, [.. router.Pgr.Select(point => (point.Share, point.Pgr))], router.Chosen)));
}
