using Loadline.Core.Replicas;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Replicas of one database: a row each that tells when it was last seen, and hints over <c>LISTEN/NOTIFY</c>.</summary>
public sealed class PostgresReplicas(PostgresDatabase database) : IReplicaStore
{
    // A replica that has not been seen for this long is taken for gone.
    private const string SeenLately = "interval '20 seconds'";

    // A silent connection is tried at this interval: a peer that vanished sends no end.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private const string Upsert = """
        INSERT INTO replicas (node, name, program, config, generation) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (node) DO UPDATE SET config = excluded.config, generation = excluded.generation, seen = now()
        """;

    // Budgets of periods that ended long ago, and replicas that nobody remembers.
    private const string Sweep = """
        DELETE FROM replicas WHERE seen < now() - interval '1 day';
        DELETE FROM leases WHERE start < (extract(epoch FROM now()) + 62135596800 - CASE per WHEN 1 THEN 7200 WHEN 2 THEN 172800 ELSE 6048000 END) * 10000000;
        DELETE FROM budgets WHERE start < (extract(epoch FROM now()) + 62135596800 - CASE per WHEN 1 THEN 7200 WHEN 2 THEN 172800 ELSE 6048000 END) * 10000000;
        DELETE FROM answers WHERE until < now();
        """;

    private int _beats;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Replica>> BeatAsync(Replica own, CancellationToken cancellationToken = default) => await database.RunAsync<IReadOnlyList<Replica>>(
        async connection =>
        {
            await connection.ExecuteAsync(
                Upsert, cancellationToken, Commands.Value(own.Node), Commands.Value(own.Name), Commands.Value(own.Program), Commands.Value(own.Config), Commands.Value(own.Generation))
                .ConfigureAwait(false);
            if (_beats++ % 100 == 0)
            {
                await connection.ExecuteAsync(Sweep, cancellationToken).ConfigureAwait(false);
            }

            return await connection.ListAsync(
                $"SELECT node, name, program, config, generation FROM replicas WHERE seen > now() - {SeenLately} ORDER BY name, node",
                static row => new Replica(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4)),
                cancellationToken).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(Guid node, CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => connection.ExecuteAsync("DELETE FROM replicas WHERE node = $1", cancellationToken, Commands.Value(node)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask AnnounceAsync(string hint, CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => AnnounceAsync(connection, database.Options, hint, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask AnnounceAsync(IReadOnlyList<string> hints, CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => connection.ExecuteAsync(
            "SELECT pg_notify($1, hint) FROM unnest($2::text[]) AS hint", cancellationToken, Commands.Value(Channel(database.Options)), new NpgsqlParameter<string[]> { TypedValue = [.. hints] }),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ListenAsync(Action<string> onHint, CancellationToken cancellationToken) =>
        database.RunAsync(connection => HearAsync(connection, onHint, cancellationToken), cancellationToken);

    /// <summary>Sends a hint in the transaction under way, if any: it is heard once that is committed.</summary>
    internal static Task<int> AnnounceAsync(NpgsqlConnection connection, PostgresOptions options, string hint, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("SELECT pg_notify($1, $2)", cancellationToken, Commands.Value(Channel(options)), Commands.Value(hint));

    // Ends by an exception only.
    private async Task<int> HearAsync(NpgsqlConnection connection, Action<string> onHint, CancellationToken cancellationToken)
    {
        connection.Notification += (_, notification) => onHint(notification.Payload);
        await connection.ExecuteAsync($"LISTEN \"{Channel(database.Options)}\"", cancellationToken).ConfigureAwait(false);
        onHint("");
        while (true)
        {
            if (!await connection.WaitAsync(Silence, cancellationToken).ConfigureAwait(false))
            {
                await connection.ExecuteAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string Channel(PostgresOptions options) => "loadline_" + options.Schema;
}
