using System.Globalization;
using Loadline.Learning.Charts;
using Loadline.Learning.WhatIf;

namespace Loadline.Dashboard.Models;

/// <summary>Draws the settings of a route between cost and quality, where a log can tell both.</summary>
internal static class WhatIfChart
{
    /// <summary>Draws it.</summary>
    /// <returns>A <c>figure</c> element; empty where fewer than two settings can be told.</returns>
    public static string Draw(WhatIfModel model)
    {
        var told = model.Told.Where(static one => Quality(one) is not null && Cost(one) is not null).ToList();
        if (told.Count < 2)
        {
            return "";
        }

        var singles = told.Where(static one => one.Setting.Kind == WhatIfSettingKind.Alone).ToList();
        var knobs = told.Where(static one => one.Setting.Kind == WhatIfSettingKind.Knob).OrderBy(static one => Cost(one)!.Value.Value).ToList();
        var now = told.Find(static one => one.Setting.Kind == WhatIfSettingKind.AsConfigured);
        List<ChartSeries> series =
        [
            new("the knob", [.. knobs.Select(Point)], IsMain: true) { Band = [.. knobs.Select(static one => (Quality(one)!.Value.Low, Quality(one)!.Value.High))], Labels = [.. knobs.Select(static one => one.Setting.Name)] },
            new("chance alone: mixes of single candidates", RouteFrontier.Hull([.. singles.Select(Point)])),
            new("single candidates", [.. singles.Select(Point)]) { IsPoints = true, Labels = [.. singles.Select(static one => one.Setting.Config.Routes[0].Policy.Candidates.First())] },
        ];
        if (now is not null)
        {
            series.Add(new ChartSeries("as configured", [Point(now)]) { IsPoints = true });
        }

        if (Served(told[0].Report!) is { } served)
        {
            series.Add(new ChartSeries("served in this time", [served]) { IsPoints = true });
        }

        if (RouteFrontier.Oracle(model.Complete) is { } oracle)
        {
            series.Add(new ChartSeries("the oracle, who knows every answer", [oracle]) { IsPoints = true });
        }

        return LineChart.Draw(
            new ChartOptions
            {
                Id = "whatif",
                Title = string.Create(CultureInfo.InvariantCulture, $"Cost against quality, by {told[0].Report!.Used:N0} requests"),
                Description = "To the left is cheaper, above is better. The thin line is what choosing between single candidates by chance would reach; a setting is worth its name above and to the left of it.",
                XLabel = "USD per request",
                YLabel = "mean grade",
                XFormat = "$0.#####",
                YFormat = "0.000",
                Height = 360,
            },
            series);
    }

    private static Interval? Quality(WhatIfOutcome one) => one.Report!.Quality.DoublyRobust;

    private static Interval? Cost(WhatIfOutcome one) => one.Report!.Cost.DoublyRobust;

    private static (double X, double Y) Point(WhatIfOutcome one) => (Cost(one)!.Value.Value, Quality(one)!.Value.Value);

    private static (double X, double Y)? Served(WhatIfReport report) =>
        report.Cost.Now is { } cost && report.Quality.Now is { } quality ? (cost.Value, quality.Value) : null;
}
