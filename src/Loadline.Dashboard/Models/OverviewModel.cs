using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Gateway.Endpoints;

namespace Loadline.Dashboard.Models;

/// <summary>What the overview shows.</summary>
public sealed record OverviewModel
{
    public required TimeRange Range { get; init; }

    public required string? Route { get; init; }

    public required IReadOnlyList<RouteSnapshot> Routes { get; init; }

    /// <summary>Gets the sums of the range; <see langword="null"/> where the ledger cannot be read.</summary>
    public required StatsReport? Totals { get; init; }

    public required IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Spans { get; init; }

    /// <summary>Gets the sums of each span.</summary>
    public required IReadOnlyList<LedgerTotals> Series { get; init; }

    /// <summary>Gets the newest requests of the range, <see cref="DashboardQueries.Sample"/> at most.</summary>
    public required IReadOnlyList<DecisionRecord> Newest { get; init; }

    public required LedgerStatus Ledger { get; init; }

    /// <summary>Gets how the routes stand; empty while the ledger cannot be read.</summary>
    public IReadOnlyList<RouteReport> Standings { get; init; } = [];

    public SpendShare? Share { get; private init; }

    /// <summary>Gets the times of answers among the newest, ascending, in milliseconds, by model.</summary>
    public IReadOnlyList<(string Model, double[] Ms)> Latencies { get; private init; } = [];

    /// <summary>Gets all times of answers among the newest, ascending, in milliseconds.</summary>
    public double[] AllMs { get; private init; } = [];

    internal static async Task<OverviewModel> LoadAsync(
        DashboardQueries queries, RuntimeSnapshot snapshot, string? range, string? route, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = await queries.FirstAsync(cancellationToken).ConfigureAwait(false);
        var chosen = TimeRange.Choose(range, first, now);
        route = string.IsNullOrEmpty(route) ? null : route;
        var spans = chosen.Spans(first, now);
        var filter = chosen.Length is null && route is null ? LedgerFilter.All : new LedgerFilter { From = chosen.Length is null ? null : spans[0].From, Route = route };
        var newest = await queries.NewestAsync(filter, DashboardQueries.Sample, null, cancellationToken).ConfigureAwait(false);
        var answered = newest.Where(one => one.Outcome == "ok").ToList();
        return new OverviewModel
        {
            Range = chosen,
            Route = route,
            Routes = snapshot.Routes,
            Totals = await queries.TotalsAsync(filter, cancellationToken).ConfigureAwait(false),
            Spans = spans,
            Series = await queries.SeriesAsync(new LedgerFilter { Route = route }, spans, cancellationToken).ConfigureAwait(false),
            Newest = newest,
            Ledger = queries.Status,
            Share = SpendShare.Create([.. newest.Where(one => one is { CostUsd: not null, ReferenceCostUsd: not null })
                .Select(one => ((double)one.CostUsd!.Value, (double)one.ReferenceCostUsd!.Value))]),
            AllMs = Times(answered),
            Latencies = [.. answered.GroupBy(one => one.Served ?? LedgerTotals.NoModel).OrderByDescending(group => group.Count())
                .Select(group => (group.Key, Times(group)))],
        };
    }

    /// <summary>Reads a quantile of ascending values: the smallest that at least this share does not exceed.</summary>
    public static double? Quantile(double[] ascending, double share) =>
        ascending.Length == 0 ? null : ascending[Math.Clamp((int)Math.Ceiling(share * ascending.Length) - 1, 0, ascending.Length - 1)];

    private static double[] Times(IEnumerable<DecisionRecord> decisions) => [.. decisions.Select(one => one.DurationMs).Order()];
}
