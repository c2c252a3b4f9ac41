using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <content>How routes stand, and what happened to them.</content>
public sealed partial class PostgresLedger
{
    private sealed class RouteStore(PostgresDatabase database) : IRouteStore
    {
        private const string First = "INSERT INTO standings (version, standing, route) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        private const string Next = "UPDATE standings SET version = $1, standing = $2 WHERE route = $3 AND version = $1 - 1";
        private const string Event = "INSERT INTO route_events (id, ticks, route, kind, who, why) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

        public async ValueTask<IReadOnlyList<RouteStanding>> ListAsync(CancellationToken cancellationToken = default) => await database.RunAsync(
            connection => connection.ListAsync("SELECT standing FROM standings ORDER BY route COLLATE \"C\"", static row => RouteStanding.Parse(row.GetString(0)), cancellationToken),
            cancellationToken).ConfigureAwait(false);

        public async ValueTask<bool> TrySaveAsync(RouteStanding standing, IReadOnlyList<RouteEvent> events, CancellationToken cancellationToken = default) =>
            await database.InTransactionAsync((connection, _) => TrySaveAsync(connection, standing, events, cancellationToken), cancellationToken).ConfigureAwait(false);

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
                    static row => new RouteEvent(DecisionGuid.ToText(row.GetGuid(0)), Time(row, 1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)),
                    cancellationToken,
                    where.Parameters),
                cancellationToken).ConfigureAwait(false);
        }

        // The row's lock decides who goes first; the other then finds another version and changes nothing.
        private static async Task<bool> TrySaveAsync(
            NpgsqlConnection connection, RouteStanding standing, IReadOnlyList<RouteEvent> events, CancellationToken cancellationToken)
        {
            var saved = await connection.ExecuteAsync(
                standing.Version == 1 ? First : Next, cancellationToken, Commands.Value(standing.Version), Commands.Value(standing.ToText()), Commands.Value(standing.Route))
                .ConfigureAwait(false);
            foreach (var one in saved > 0 ? events : [])
            {
                await connection.ExecuteAsync(
                    Event, cancellationToken, Commands.Value(DecisionGuid.Parse(one.Id)), Commands.Value(one.Time.UtcTicks), Commands.Value(one.Route),
                    Commands.Value(one.Kind), Commands.Value(one.Who), Commands.Value(one.Why)).ConfigureAwait(false);
            }

            return saved > 0;
        }
    }
}
