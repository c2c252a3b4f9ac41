using System.Collections.Frozen;

namespace Loadline.Core.Watching;

/// <summary>How all routes stand at a time.</summary>
/// <param name="now">The time, for certificates that expire.</param>
/// <param name="all">The standings; routes that are not among them stand as the config says.</param>
public sealed class RouteStandings(DateTimeOffset now, IEnumerable<RouteStanding> all)
{
    private readonly FrozenDictionary<string, RouteStanding> _all = all.ToFrozenDictionary(one => one.Route, StringComparer.Ordinal);

    /// <summary>Before the ledger was read, or where there is none.</summary>
    public static RouteStandings None { get; } = new(DateTimeOffset.MinValue, []);

    /// <summary>Gets the time that they are of.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Gets every standing that is kept.</summary>
    public IEnumerable<RouteStanding> All => _all.Values;

    /// <summary>Finds how a route stands.</summary>
    public RouteStanding Of(string route) => _all.GetValueOrDefault(route) ?? new RouteStanding { Route = route };
}
