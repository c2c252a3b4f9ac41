using Loadline.Core.Runtime;
using Loadline.Gateway.Endpoints;

namespace Loadline.Gateway.Auditing;

/// <summary>What audits lately said of routes, for whoever collects metrics and may not wait for the ledger.</summary>
internal sealed class RouteFigures(RouteReports reports, SnapshotHolder snapshots)
{
    private volatile IReadOnlyList<RouteReport> _last = [];

    /// <summary>Gets the reports of audited routes as they were last read; empty before.</summary>
    public IReadOnlyList<RouteReport> Last => _last;

    /// <summary>Reads them; nothing is read where no route is audited.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var audited = snapshots.Current.Routes.Where(route => route.Audit is not null).Select(route => route.Name).ToHashSet(StringComparer.Ordinal);
        _last = audited.Count == 0 ? []
            : [.. (await reports.CreateAsync(null, cancellationToken).ConfigureAwait(false)).Where(route => audited.Contains(route.Route))];
    }
}
