using Loadline.Core.Ledger;
using Loadline.Core.Watching;

namespace Loadline.Storage.Postgres;

/// <summary>How routes stand, and what happened to them.</summary>
internal sealed class PostgresRoutes(PostgresDatabase database) : IRouteStore
{
    public async ValueTask<IReadOnlyList<RouteStanding>> ListAsync(CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => connection.ListAsync(
            "SELECT standing FROM standings ORDER BY route COLLATE \"C\"", static row => RouteStanding.Parse(row.GetString(0)), cancellationToken),
        cancellationToken).ConfigureAwait(false);

    // One of several who save the same version at once changes a row; the others change none.
    public async ValueTask<bool> TrySaveAsync(RouteStanding standing, IReadOnlyList<RouteEvent> events, CancellationToken cancellationToken = default) =>
        await database.InTransactionAsync(
            async (connection, _) =>
            {
                var changed = standing.Version == 1
                    ? await connection.ExecuteAsync(
                        "INSERT INTO standings (route, version, standing) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING", cancellationToken,
                        Commands.Value(standing.Route), Commands.Value(standing.ToText())).ConfigureAwait(false)
                    : await connection.ExecuteAsync(
                        "UPDATE standings SET version = $1, standing = $2 WHERE route = $3 AND version = $1 - 1", cancellationToken,
                        Commands.Value(standing.Version), Commands.Value(standing.ToText()), Commands.Value(standing.Route)).ConfigureAwait(false);
                foreach (var one in changed > 0 ? events : [])
                {
                    await connection.ExecuteAsync(
                        "INSERT INTO route_events (id, ticks, route, kind, who, why) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", cancellationToken,
                        Commands.Value(DecisionGuid.Parse(one.Id)), Commands.Value(one.Time.UtcTicks), Commands.Value(one.Route), Commands.Value(one.Kind),
                        Commands.Value(one.Who), Commands.Value(one.Why)).ConfigureAwait(false);
                }

                return changed > 0;
            },
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<RouteEvent>> EventsAsync(string? route, string? after, int limit, CancellationToken cancellationToken = default)
    {
        var where = new Where();
        if (route is not null)
        {
            where.Add("route = ?", Commands.Value(route));
        }

        if (after is not null)
        {
            where.Add("id < ?", Commands.Value(DecisionGuid.Parse(after)));
        }

        return await database.RunAsync(
            connection => connection.ListAsync(
                FormattableString.Invariant($"SELECT id, ticks, route, kind, who, why FROM route_events{where} ORDER BY id DESC LIMIT {Math.Max(0, limit)}"),
                static row => new RouteEvent(
                    DecisionGuid.ToText(row.GetGuid(0)), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)),
                cancellationToken,
                where.Parameters),
            cancellationToken).ConfigureAwait(false);
    }
}
