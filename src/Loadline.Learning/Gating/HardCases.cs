using System.Globalization;
using Loadline.Core.Configuration;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Learning.Gating;

/// <summary>Whether an eval set can tell a good route from a bad one: it needs rows that the reference has right and the cheapest candidate has not.</summary>
public static class HardCases
{
    /// <summary>What its figure measures.</summary>
    public const string Measure = "share of rows that only the reference has right";

    /// <summary>Counts them.</summary>
    /// <param name="route">The route.</param>
    /// <param name="line">The line: with fewer hard cases than it lets be lost, serving the cheapest to everybody would pass.</param>
    /// <param name="rows">The eval set.</param>
    public static GateFinding Check(RouteConfig route, QualityLine line, CertifyingRows rows)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(rows);
        var others = route.Pool.Where(name => name != rows.ReferenceName).ToList();
        var weakest = others.MinBy(name => rows.Rows.Sum(row => row.Outcomes[name].Quality));
        var hard = weakest is null ? 0 : rows.Rows.Count(row => QualityLine.IsLost(row.Outcomes[weakest].Quality, row.Outcomes[rows.ReferenceName].Quality));
        var count = rows.Rows.Count;
        var needed = Math.Max(1 - (line.Keep ?? 1), line.Lose ?? 0);
        var share = hard / (double)count;
        var (low, high) = (Binomial.LowerBound(hard, count, line.Delta / 2), Binomial.UpperBound(hard, count, line.Delta / 2));
        return new GateFinding(
            route.Name,
            "hard cases",
            others.Count == 0 || share > needed + 1e-9,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{hard} of {count} rows ({share:0.0%} [{low:0.0%}, {high:0.0%}]) had only {rows.ReferenceName} right, not {weakest}; above {needed:0.0%} are needed, or serving {weakest} to everybody would pass"))
        {
            Figure = new GateFigure(Measure, share, low, high, needed, count),
        };
    }
}
