using Loadline.Core.Ledger;
using Loadline.Core.Watching;

namespace Loadline.Storage.Sqlite;

/// <content>How routes stand, and what happened to them.</content>
public sealed partial class SqliteLedger
{
    private sealed class RouteStore(SqliteLedger ledger) : IRouteStore
    {
        public ValueTask<IReadOnlyList<RouteStanding>> ListAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.Read(static (database, _) =>
            {
                var found = new List<RouteStanding>();
                var statement = database.Use("SELECT standing FROM standings ORDER BY route");
                while (statement.Step())
                {
                    found.Add(RouteStanding.Parse(statement.Text(0)!));
                }

                statement.Reset();
                return (IReadOnlyList<RouteStanding>)found;
            }));

        public ValueTask<bool> TrySaveAsync(RouteStanding standing, IReadOnlyList<RouteEvent> events, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.Write((database, names) => TrySave(database, names, standing, events)));

        public ValueTask<IReadOnlyList<RouteEvent>> EventsAsync(string? route, string? after, int limit, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.Read((database, names) => Events(database, names, route, after, limit)));

        private static bool TrySave(Database database, Names names, RouteStanding standing, IReadOnlyList<RouteEvent> events)
        {
            // The write lock is held: nobody comes between the two statements.
            var isNext = standing.Version == 1
                ? database.Use("INSERT OR IGNORE INTO standings VALUES (?, 1, ?)").Bind(standing.Route).Bind(standing.ToText()).Run() > 0
                : database.Use("UPDATE standings SET version = ?, standing = ? WHERE route = ? AND version = ?")
                    .Bind(standing.Version).Bind(standing.ToText()).Bind(standing.Route).Bind(standing.Version - 1).Run() > 0;
            if (!isNext)
            {
                return false;
            }

            Span<byte> id = stackalloc byte[16];
            foreach (var one in events)
            {
                DecisionKey.Parse(one.Id).Write(id);
                database.Use("INSERT OR IGNORE INTO route_events VALUES (?, ?, ?, ?, ?, ?)")
                    .Bind(id).Bind(one.Time.UtcTicks).Bind(names.Of(one.Route)).Bind(names.Of(one.Kind)).Bind(one.Who).Bind(one.Why).Run();
            }

            return true;
        }

        private static IReadOnlyList<RouteEvent> Events(Database database, Names names, string? route, string? after, int limit)
        {
            var found = new List<RouteEvent>();
            if (route is not null && names.Find(route) is null)
            {
                return found;
            }

            var statement = database.Use(
                "SELECT id, ticks, route, kind, who, why FROM route_events"
                + (after is null ? " WHERE 1" : " WHERE id < ?") + (route is null ? "" : " AND route = ?") + " ORDER BY id DESC LIMIT ?");
            if (after is not null)
            {
                Span<byte> id = stackalloc byte[16];
                DecisionKey.Parse(after).Write(id);
                statement.Bind(id);
            }

            if (route is not null)
            {
                statement.Bind(names.Find(route)!.Value);
            }

            statement.Bind((long)limit);
            while (statement.Step())
            {
                found.Add(new RouteEvent(
                    DecisionKey.Read(statement.Blob(0)).ToString(), Time(statement, 1), names.Name(statement.Int64(2)), names.Name(statement.Int64(3)),
                    statement.Text(4)!, statement.Text(5)!));
            }

            statement.Reset();
            return found;
        }
    }
}
