using System.Globalization;
using Loadline.Core.Ledger;
using Loadline.Learning.Charts;

namespace Loadline.Dashboard.Models;

/// <summary>The overview's charts.</summary>
internal static class OverviewCharts
{
    private const int Steps = 40;
    private const int MostModels = 6;
    private const int Fewest = 5;

    /// <summary>What is said where there is no distribution to draw.</summary>
    public const string TooFew = "No answers to time yet: five of a kind make a distribution.";

    public static string Spend(OverviewModel model) => Columns(
        model,
        new ChartOptions
        {
            Id = "spend",
            Title = "Spent, and what the reference would have cost",
            Description = "For each span of time two columns: what was spent, and what the reference would have cost for the same tokens, in US dollars.",
            XLabel = "time (UTC)",
            YLabel = "USD",
            YFormat = "$0.00####",
            Height = 280,
        },
        ("spent", static sum => (double)sum.CostUsd),
        ("the reference, same tokens", static sum => (double)sum.ReferenceCostUsd));

    public static string Savings(OverviewModel model)
    {
        if (IsEmpty(model))
        {
            return "";
        }

        var points = new List<(double X, double Y)>();
        var saved = 0m;
        for (var i = 0; i < model.Series.Count; i++)
        {
            if (i == 0)
            {
                points.Add((model.Spans[0].From.ToUnixTimeSeconds(), 0));
            }

            saved += model.Series[i].ReferenceCostUsd - model.Series[i].CostUsd;
            points.Add((model.Spans[i].To.ToUnixTimeSeconds(), (double)saved));
        }

        return LineChart.Draw(
            new ChartOptions
            {
                Id = "savings",
                Title = "Saved so far in this range",
                Description = "What the reference would have cost for the same tokens less what was spent, added up over time, in US dollars.",
                XLabel = "time (UTC)",
                YLabel = "USD saved",
                IsTime = true,
                IsFromZero = true,
                YFormat = "$0.00####;−$0.00####;$0",
                Height = 280,
            },
            [new ChartSeries("saved", points, IsMain: true)]);
    }

    public static string Requests(OverviewModel model) => Columns(
        model,
        new ChartOptions
        {
            Id = "requests",
            Title = "Requests, failovers and errors",
            Description = "For each span of time the number of requests, of those answered after a failed call, and of those that failed.",
            XLabel = "time (UTC)",
            YLabel = "requests",
            YFormat = "#,0.##",
            IsCount = true,
            Height = 280,
        },
        ("requests", static sum => sum.Requests),
        ("errors", static sum => sum.Errors),
        ("failovers", static sum => sum.Failovers));

    /// <summary>Draws the distribution of times.</summary>
    /// <param name="latencies">Times in milliseconds, ascending, by who answered; the first few are drawn.</param>
    /// <param name="of">What each line is of: a model, a deployment.</param>
    public static string Latency(IEnumerable<(string Name, double[] Ms)> latencies, string of = "model") => LineChart.Draw(
        new ChartOptions
        {
            Id = "latency",
            Title = "How many answers were done by when",
            Description = $"For each {of} the share of its newest answers that were done within a time. A line further to the left is faster.",
            XLabel = "ms from arrival to the end of the answer (logarithmic)",
            YLabel = "share of answers",
            IsLogarithmic = true,
            IsFromZero = true,
            XFormat = "#,0.##",
            YFormat = "0 %",
            Height = 280,
        },
        latencies.Where(static one => one.Ms.Length >= Fewest).Take(MostModels).Select(static one => new ChartSeries(one.Name, Shares(one.Ms))));

    // One group of columns a span of time; nothing to draw where nothing was asked, or the ledger could not be read.
    private static string Columns(OverviewModel model, ChartOptions options, params (string Name, Func<LedgerTotals, double> Of)[] columns) => ColumnChart.Draw(
        options,
        [.. model.Spans.Select(span => Place(model.Range, span.From))],
        IsEmpty(model) ? [] : [.. columns.Select(column => (column.Name, (IReadOnlyList<double>)[.. model.Series.Select(column.Of)]))]);

    private static bool IsEmpty(OverviewModel model) => model.Series.All(static sum => sum.Requests == 0);

    private static List<(double X, double Y)> Shares(double[] ascending)
    {
        var count = Math.Min(Steps, ascending.Length);
        return [.. Enumerable.Range(1, count).Select(i =>
        {
            var rank = (int)Math.Ceiling(i * ascending.Length / (double)count);
            return (ascending[rank - 1], rank / (double)ascending.Length);
        })];
    }

    private static (string Short, string Long) Place(TimeRange range, DateTimeOffset from)
    {
        var format = range.Span >= TimeSpan.FromHours(6) ? "d MMM" : "HH:mm";
        return (from.UtcDateTime.ToString(format, CultureInfo.InvariantCulture), from.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }
}
