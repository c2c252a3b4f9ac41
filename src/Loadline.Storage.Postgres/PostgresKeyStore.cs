using System.Text.Json;
using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Core.Replicas;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Keys and spending that all replicas share. A change is committed when the call returns, and the others are told at once.</summary>
public sealed class PostgresKeyStore(PostgresDatabase database) : IKeyStore, ISpendingStore
{
    private const string Columns = "id, name, team, role, hash, previous_hash, previous_until, created, expires, revoked, scope, limits";

    private const string Upsert = $"""
        INSERT INTO keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, team = excluded.team, role = excluded.role, hash = excluded.hash,
            previous_hash = excluded.previous_hash, previous_until = excluded.previous_until, created = excluded.created, expires = excluded.expires,
            revoked = excluded.revoked, scope = excluded.scope, limits = excluded.limits
        """;

    // What is added was spent without a lease: it counts as handed out, too.
    private const string Add = """
        INSERT INTO budgets AS b (subject, per, start, granted, spent) VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT (subject, per, start) DO UPDATE SET granted = b.granted + excluded.granted, spent = b.spent + excluded.spent
        """;

    /// <inheritdoc/>
    public async ValueTask<long> VersionAsync(CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => connection.NumberAsync("SELECT version FROM key_version", cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => connection.ListAsync($"SELECT {Columns} FROM keys ORDER BY created, id", Read, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(ApiKey key, CancellationToken cancellationToken = default) => await database.InTransactionAsync(
        async (connection, _) =>
        {
            await connection.ExecuteAsync(
                Upsert, cancellationToken, Commands.Value((long)key.Id), Commands.Value(key.Name), Commands.Value(key.Team), Commands.Value((int)key.Role), Commands.Value(key.Hash),
                Commands.Value(key.PreviousHash), Commands.Value(key.PreviousUntil.UtcTicks), Commands.Value(key.Created.UtcTicks),
                Commands.Value(key.Expires?.UtcTicks), Commands.Value(key.Revoked?.UtcTicks),
                Commands.Value(JsonSerializer.Serialize(key.Scope, PostgresJsonContext.Default.KeyScope)),
                Commands.Value(JsonSerializer.Serialize(key.Limits, PostgresJsonContext.Default.IReadOnlyListUsageLimit))).ConfigureAwait(false);
            await connection.ExecuteAsync("UPDATE key_version SET version = version + 1", cancellationToken).ConfigureAwait(false);
            return await PostgresReplicas.AnnounceAsync(connection, database.Options, ReplicaHints.Keys, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Spending>> SpentAsync(DateTimeOffset since, CancellationToken cancellationToken = default) => await database.RunAsync(
        connection => connection.ListAsync(
            "SELECT subject, per, start, spent FROM budgets WHERE start >= $1",
            static row => new Spending(row.GetString(0), (LimitWindow)row.GetInt32(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero), row.GetInt64(3)),
            cancellationToken,
            Commands.Value(since.UtcTicks)),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<Spending> more, CancellationToken cancellationToken = default) => await database.InTransactionAsync(
        async (connection, _) =>
        {
            // In one order everywhere, or two replicas could wait for each other.
            foreach (var (subject, window, start, nano) in more.OrderBy(static row => row.Subject, StringComparer.Ordinal).ThenBy(static row => row.Window).ThenBy(static row => row.Start))
            {
                await connection.ExecuteAsync(
                    Add, cancellationToken, Commands.Value(subject), Commands.Value((int)window), Commands.Value(start.UtcTicks), Commands.Value(nano)).ConfigureAwait(false);
            }

            return 0;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<bool> TryMarkAsync(BudgetMark mark, CancellationToken cancellationToken = default) => await database.RunAsync(
        async connection =>
        {
            await connection.ExecuteAsync(
                "DELETE FROM budget_marks WHERE start < $1", cancellationToken, Commands.Value((mark.Start - BudgetMark.Kept).UtcTicks)).ConfigureAwait(false);
            return await connection.ExecuteAsync(
                "INSERT INTO budget_marks VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", cancellationToken, Commands.Value(mark.Subject),
                Commands.Value((int)mark.Window), Commands.Value(mark.Start.UtcTicks), Commands.Value(mark.LimitNano), Commands.Value(mark.Point)).ConfigureAwait(false) > 0;
        },
        cancellationToken).ConfigureAwait(false);

    private static ApiKey Read(NpgsqlDataReader from) => new()
    {
        Id = (ulong)from.GetInt64(0),
        Name = from.GetString(1),
        Team = from.Text(2),
        Role = (KeyRole)from.GetInt32(3),
        Hash = (byte[])from[4],
        PreviousHash = (byte[])from[5],
        PreviousUntil = new DateTimeOffset(from.GetInt64(6), TimeSpan.Zero),
        Created = new DateTimeOffset(from.GetInt64(7), TimeSpan.Zero),
        Expires = Time(from.Int64(8)),
        Revoked = Time(from.Int64(9)),
        Scope = JsonSerializer.Deserialize(from.GetString(10), PostgresJsonContext.Default.KeyScope)!,
        Limits = JsonSerializer.Deserialize(from.GetString(11), PostgresJsonContext.Default.IReadOnlyListUsageLimit)!,
    };

    private static DateTimeOffset? Time(long? ticks) => ticks is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : null;
}
