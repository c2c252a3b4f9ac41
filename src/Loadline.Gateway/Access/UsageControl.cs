using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Loadline.Core.Configuration;
using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.Access;

/// <summary>Finds the meters that a request counts against.</summary>
internal sealed class UsageControl(UsageMeters meters)
{
    private readonly ConditionalWeakTable<RuntimeSnapshot, FrozenDictionary<string, TeamConfig>> _teams = [];
    private readonly ConditionalWeakTable<RouteSnapshot, string> _routes = [];

    /// <summary>Makes the meters of everything that has limits, so that shared budgets have slices before their first request.</summary>
    public void Prepare(IReadOnlyCollection<ApiKey> keys, RuntimeSnapshot snapshot, DateTimeOffset utc)
    {
        foreach (var key in keys)
        {
            if (key.IsValid(utc))
            {
                meters.For(key.Subject, key.Limits, TimeSpan.Zero, utc);
            }
        }

        foreach (var team in snapshot.Config.Teams)
        {
            meters.For(team.Subject, team.Usage, TimeSpan.Zero, utc);
        }

        foreach (var route in snapshot.Routes)
        {
            meters.For(_routes.GetValue(route, static one => "route " + one.Name), route.Usage, TimeSpan.Zero, utc);
        }
    }

    /// <summary>Finds them; allocates nothing once a key and a route have been seen.</summary>
    public (UsageMeter? Key, UsageMeter? Team, UsageMeter? Route) Find(
        ApiKey? key, RouteSnapshot? route, RuntimeSnapshot snapshot, TimeSpan now, DateTimeOffset utc)
    {
        UsageMeter? ofTeam = null;
        if (key?.Team is { } name && snapshot.Config.Teams.Count > 0
            && _teams.GetValue(snapshot, static one => one.Config.Teams.ToFrozenDictionary(team => team.Name, StringComparer.Ordinal)).TryGetValue(name, out var team))
        {
            ofTeam = meters.For(team.Subject, team.Usage, now, utc);
        }

        return (
            key is null ? null : meters.For(key.Subject, key.Limits, now, utc),
            ofTeam,
            route is null || route.Usage.Count == 0 ? null : meters.For(_routes.GetValue(route, static one => "route " + one.Name), route.Usage, now, utc));
    }
}
