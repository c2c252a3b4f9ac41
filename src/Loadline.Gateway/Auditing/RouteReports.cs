using System.Globalization;
using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;
using Loadline.Gateway.Decisions;
using Loadline.Gateway.Endpoints;

namespace Loadline.Gateway.Auditing;

/// <summary>Says how routes stand: what serves and why, what audits found, what is saved net of them.</summary>
internal sealed class RouteReports(RouteKeeper keeper, SnapshotHolder snapshots, DecisionQueries queries, DecisionStats stats, AuditMoney money)
{
    private const double Confidence = 0.95;

    /// <summary>Reports every route, or one.</summary>
    public async ValueTask<IReadOnlyList<RouteReport>> CreateAsync(string? route, CancellationToken cancellationToken)
    {
        var snapshot = snapshots.Current;
        var standings = await keeper.Store.ListAsync(cancellationToken).ConfigureAwait(false);
        var totals = await queries.TotalsAsync(LedgerFilter.All, cancellationToken).ConfigureAwait(false) ?? SinceTheStart();
        return [.. snapshot.Routes.Where(one => route is null || one.Name == route).Select(one => Create(
            one, standings.FirstOrDefault(standing => standing.Route == one.Name) ?? new RouteStanding { Route = one.Name },
            [.. totals.Where(total => total.Route == one.Name)]))];
    }

    private RouteReport Create(RouteSnapshot route, RouteStanding standing, LedgerTotals[] totals)
    {
        var serving = route.Serving;
        var watch = standing.Watch;
        var step = serving.Certificate is { } certificate && route.Quality is { } line ? new WatchStep(certificate, line, route.Audit) : null;
        var requests = totals.Sum(total => total.Requests);
        var report = new RouteReport
        {
            Route = route.Name,
            Mode = serving.Mode.ToString(),
            Asked = serving.Asked.ToString(),
            Why = serving.Why,
            Line = route.Quality?.ToString(),
            Digest = route.Digest,
            Certificate = serving.Certificate is null ? null : serving.CertificateName,
            Expires = serving.Certificate?.Expires,
            Setting = serving.Settings.Count == 0 ? null : string.Create(
                CultureInfo.InvariantCulture, $"{serving.Settings.Count - serving.StepsBack} of {serving.Settings.Count}"),
            StepsBack = serving.StepsBack,
            Alarms = standing.Alarms,
            Recoveries = standing.Recoveries,
            Audits = watch.Audits,
            RecoveryAudits = watch.RecoveryAudits,
            Wealth = step?.Wealth(standing),
            AlarmAt = step is null ? null : 1 / WatchStep.Delta(route.Quality!, standing.Alarms + 1),
            Kept = watch.Realised.Kept(Confidence),
            Lost = watch.Realised.LostShare(Confidence),
            RoutedKept = watch.Routed.Kept(Confidence),
            RoutedLost = watch.Routed.LostShare(Confidence),
            Canary = standing.Canary is { } canary && route.Quality is { } promised ? CanaryTest.ResultOf(canary, promised) : null,
            Accuracy = Share(watch.AllRight, watch.AllAsked),
            Timid = Share(watch.AllTimid, watch.AllAsked),
            LabelsWaiting = watch.WaitingForLabels,
            JudgeWrong = Share(watch.JudgeWrong, watch.Labelled),
            Requests = requests,
            ReferenceShare = Share(totals.Where(total => total.Model == route.Reference!.Name).Sum(total => total.Requests), requests),
            EscalationShare = Share(totals.Sum(total => total.Escalations), requests),
            DowngradeShare = Share(totals.Sum(total => total.Downgrades), requests),
            AuditUsd = watch.CostUsd,
            AuditUsdToday = money.Today(route.Name),
            NetSavingsUsd = Net(watch, requests),
            Noticed = [.. standing.Noticed.Where(one => !one.Key.StartsWith("alias:", StringComparison.Ordinal)).Select(one => one.Key + ": " + one.Value)],
        };
        return report with { Warnings = [.. Warnings(route, report)] };
    }

    // A ledger in memory keeps no sums: those of this process stand in, without escalations by route.
    private List<LedgerTotals> SinceTheStart() =>
        [.. stats.Read().Select(model => new LedgerTotals(model.Route, model.Model) { Requests = model.Requests })];

    // What audited requests saved, taken for all of them, less what the audits cost.
    private static Estimate? Net(RouteWatch watch, long requests) => watch.Realised.SavedEach(Confidence) is { } each
        ? new Estimate((each.Value * requests) - (double)watch.CostUsd, (each.Low * requests) - (double)watch.CostUsd, (each.High * requests) - (double)watch.CostUsd)
        : null;

    private static IEnumerable<string> Warnings(RouteSnapshot route, RouteReport report)
    {
        if (route.Serving is { Mode.Mode: not RouteMode.Observe, Why: RouteServing.Uncertified })
        {
            yield return "uncertified: nothing proves the quality of what this route serves";
        }

        if (route.Quality is { } line && ((line.Keep is { } keep && report.RoutedKept?.Value < keep) || (line.Lose is { } lose && report.RoutedLost?.Value > lose)))
        {
            yield return "may be too greedy: audits so far lie below the line; the watch has not decided";
        }

        if (route.Quality is { Keep: { } least } && report.RoutedKept?.Low > least && (report.ReferenceShare > 0.5 || report.Timid > 0.2))
        {
            yield return "may be too timid: audits lie above the line, and cheaper candidates would have done; train and certify again";
        }

        if (route.Serving.Certificate is not null && route.Audit is null && route.Serving.Mode.Mode != RouteMode.Observe)
        {
            yield return "unwatched: the route enforces, but `audit` is not written";
        }
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
