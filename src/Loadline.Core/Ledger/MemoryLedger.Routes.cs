using Loadline.Core.Watching;

namespace Loadline.Core.Ledger;

/// <content>Audits, standings and events.</content>
public sealed partial class MemoryLedger : IRouteStore
{
    private readonly SortedDictionary<string, AuditRecord> _audits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RouteStanding> _standings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RouteEvent> _events = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IRouteStore Routes => this;

    /// <inheritdoc/>
    public ValueTask AddAsync(AuditRecord audit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _audits.TryAdd(audit.DecisionId, audit);
            while (_audits.Count > _capacity)
            {
                _audits.Remove(_audits.First().Key);
            }

            return ValueTask.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public ValueTask<LabelledAudit?> LabelAsync(AuditLabel label, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_audits.TryGetValue(label.DecisionId, out var audit)
                ? new LabelledAudit(_audits[label.DecisionId] = audit with { Label = label }, audit.Label is null)
                : null);
        }
    }

    /// <inheritdoc/>
    ValueTask<AuditRecord?> IAuditStore.FindAsync(string decisionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_audits.GetValueOrDefault(decisionId));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditRecord>> PageAsync(AuditPage page, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var ordered = page.NewestFirst ? _audits.Values.Reverse() : _audits.Values;
            return ValueTask.FromResult<IReadOnlyList<AuditRecord>>([.. ordered
                .Where(audit => page.Matches(audit) && (page.After is not { } after || IsAfter(audit.DecisionId, after, page.NewestFirst)))
                .Take(page.Limit)
                .Select(audit => page.WithContent ? audit : audit with { OtherAnswer = default })]);
        }
    }

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<AuditRecord>> IAuditStore.ListAsync(LedgerFilter filter, int limit, CancellationToken cancellationToken) =>
        PageAsync(new AuditPage { Filter = filter, Limit = limit, NewestFirst = false }, cancellationToken);

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<RouteStanding>> IRouteStore.ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<RouteStanding>>([.. _standings.Values]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TrySaveAsync(RouteStanding standing, IReadOnlyList<RouteEvent> events, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if ((_standings.GetValueOrDefault(standing.Route)?.Version ?? 0) + 1 != standing.Version)
            {
                return ValueTask.FromResult(false);
            }

            _standings[standing.Route] = standing;
            foreach (var one in events)
            {
                _events[one.Id] = one;
            }

            while (_events.Count > _capacity)
            {
                _events.Remove(_events.First().Key);
            }

            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RouteEvent>> EventsAsync(string? route, string? after, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<RouteEvent>>([.. _events.Values.Reverse()
                .Where(one => (route is null || one.Route == route) && (after is null || IsAfter(one.Id, after, true)))
                .Take(limit)]);
        }
    }

    private static bool IsAfter(string id, string after, bool newestFirst) =>
        newestFirst ? string.CompareOrdinal(id, after) < 0 : string.CompareOrdinal(id, after) > 0;
}
