using Loadline.Core.Ledger;
using Loadline.Learning.Charts;

namespace Loadline.Dashboard.Models;

/// <summary>Cost against quality of a route, from those audits in which every candidate was asked the same question.</summary>
internal static class RouteFrontier
{
    /// <summary>The fewest such audits that are drawn.</summary>
    public const int Fewest = 10;

    /// <summary>Draws it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="audits">Its audits; those without every candidate's answer and cost are left out.</param>
    /// <returns>A <c>figure</c> element; empty where there are too few.</returns>
    public static string Draw(string route, IEnumerable<AuditRecord> audits)
    {
        var all = audits.Where(audit => audit.Route == route && audit.Details.Answers.Count > 1 && audit.Details.Answers.All(answer => answer.CostUsd is not null)).ToList();
        var models = all.SelectMany(audit => audit.Details.Answers).Select(answer => answer.Model).Distinct().ToList();
        all.RemoveAll(audit => audit.Details.Answers.Count != models.Count);
        if (all.Count < Fewest)
        {
            return "";
        }

        var singles = models.Select(model => (Name: model, Point: Mean(all.Select(audit => Of(audit.Details.Answers.First(answer => answer.Model == model)))))).ToList();
        var served = all.Where(audit => audit.Details.ServedCostUsd is not null && audit.Kind != AuditKind.Reverse).ToList();
        List<ChartSeries> series =
        [
            new("chance alone: mixes of single models", Hull([.. singles.Select(single => single.Point)])),
            new("single models", [.. singles.Select(single => single.Point)]) { IsPoints = true, Labels = models },
            new("the oracle, who knows every answer", [Oracle(all)!.Value]) { IsPoints = true },
        ];
        if (served.Count >= Fewest)
        {
            series.Add(new ChartSeries("served today", [Mean(served.Select(audit => ((double)audit.Details.ServedCostUsd!.Value, audit.BestServedQuality)))], IsMain: true) { IsPoints = true });
        }

        return LineChart.Draw(
            new ChartOptions
            {
                Id = "frontier-" + string.Concat(route.Where(char.IsAsciiLetterOrDigit)),
                Title = $"Cost against quality, of {all.Count} audits that asked every candidate",
                Description = "To the left is cheaper, above is better. The line is what choosing between single models by chance would reach; routing is worth its name above and to the left of it.",
                XLabel = "USD per request",
                YLabel = "mean grade",
                XFormat = "$0.#####",
                YFormat = "0.000",
                Height = 340,
            },
            series);
    }

    /// <summary>Finds what choosing the best answer of each, the cheapest of equals, would have cost and got.</summary>
    /// <returns><see langword="null"/> where there are too few such audits.</returns>
    public static (double X, double Y)? Oracle(IReadOnlyList<AuditRecord> audits)
    {
        var complete = audits.Where(audit => audit.Details.Answers.Count > 1 && audit.Details.Answers.All(answer => answer.CostUsd is not null)).ToList();
        return complete.Count < Fewest ? null
            : Mean(complete.Select(audit => Of(audit.Details.Answers.OrderByDescending(answer => answer.Quality).ThenBy(answer => answer.CostUsd).First())));
    }

    /// <summary>Finds the upper left hull from the cheapest point to the best, ascending in cost.</summary>
    public static List<(double X, double Y)> Hull(IReadOnlyList<(double X, double Y)> points)
    {
        var hull = new List<(double X, double Y)>();
        foreach (var point in points.OrderBy(one => one.X).ThenByDescending(one => one.Y))
        {
            if (hull.Count > 0 && point.Y <= hull[^1].Y)
            {
                continue;
            }

            // A point below the line from its neighbour to the next is reached more cheaply by chance between those two.
            while (hull.Count > 1 && (hull[^1].Y - hull[^2].Y) * (point.X - hull[^2].X) <= (point.Y - hull[^2].Y) * (hull[^1].X - hull[^2].X))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return hull;
    }

    private static (double X, double Y) Of(AuditAnswer answer) => ((double)answer.CostUsd!.Value, answer.Quality);

    private static (double X, double Y) Mean(IEnumerable<(double X, double Y)> points)
    {
        var all = points.ToList();
        return (all.Average(point => point.X), all.Average(point => point.Y));
    }
}
