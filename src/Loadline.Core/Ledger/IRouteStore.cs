using Loadline.Core.Watching;

namespace Loadline.Core.Ledger;

/// <summary>How routes stand (mode, certificate, watch), shared by every process of a ledger, and what happened to them.</summary>
public interface IRouteStore
{
    /// <summary>Lists all standings by name.</summary>
    ValueTask<IReadOnlyList<RouteStanding>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Keeps a standing and the events that go with it, both or neither.</summary>
    /// <param name="standing">The next; its version is one above the one that was read, 1 for the first.</param>
    /// <param name="events">What happened.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns><see langword="false"/> where another process went first: read again, and decide anew.</returns>
    ValueTask<bool> TrySaveAsync(RouteStanding standing, IReadOnlyList<RouteEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Lists events in the order of ids, newest first.</summary>
    /// <param name="route">The route; <see langword="null"/>: all.</param>
    /// <param name="after">The last id of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="limit">The most.</param>
    /// <param name="cancellationToken">Stops.</param>
    ValueTask<IReadOnlyList<RouteEvent>> EventsAsync(string? route, string? after, int limit, CancellationToken cancellationToken = default);
}
