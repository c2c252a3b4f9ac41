using System.Text.Json;
using Loadline.Core.Caching;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Answers that replicas give again, by the database's clock. Safe for any number of threads.</summary>
public sealed class PostgresAnswers(PostgresDatabase database) : ISharedAnswers
{
    // How many answers are kept between two looks at what is over.
    private const int AddsBetweenSweeps = 32;

    private const string Select = """
        SELECT content_type, body, model, usage, extract(epoch FROM clock_timestamp() - made)::float8 FROM answers WHERE key = $1 AND until > clock_timestamp()
        """;

    private const string Upsert = """
        INSERT INTO answers (key, route, content_type, body, model, usage, made, until)
        VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp(), clock_timestamp() + make_interval(secs => $7))
        ON CONFLICT (key) DO UPDATE SET route = excluded.route, content_type = excluded.content_type, body = excluded.body, model = excluded.model,
            usage = excluded.usage, made = excluded.made, until = excluded.until
        """;

    private const string SweepOld = "DELETE FROM answers WHERE until <= clock_timestamp()";

    private const string SweepLarge = """
        DELETE FROM answers WHERE key IN (
            SELECT key FROM (SELECT key, sum(length(body) + 400) OVER (ORDER BY made DESC, key) AS total FROM answers WHERE route = $1) AS held WHERE total > $2)
        """;

    private int _adds;

    /// <inheritdoc/>
    public async ValueTask<SharedAnswer?> FindAsync(UInt128 key, CancellationToken cancellationToken = default)
    {
        var found = await database.RunAsync(
            connection => connection.ListAsync(Select, Read, cancellationToken, Commands.Value(DecisionGuid.FromNumber(key))), cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <inheritdoc/>
    public async ValueTask AddAsync(UInt128 key, string route, SharedAnswer answer, TimeSpan keep, long mostBytes, CancellationToken cancellationToken = default) => await database.RunAsync(
        async connection =>
        {
            await connection.ExecuteAsync(
                Upsert, cancellationToken, Commands.Value(DecisionGuid.FromNumber(key)), Commands.Value(route), Commands.Value(answer.ContentType), Commands.Value(answer.Body),
                Commands.Value(answer.Model), Commands.Value(answer.Usage is { } usage ? JsonSerializer.Serialize(usage, PostgresJsonContext.Default.TokenUsage) : null),
                Commands.Value(keep.TotalSeconds)).ConfigureAwait(false);
            if (Interlocked.Increment(ref _adds) % AddsBetweenSweeps == 1)
            {
                await connection.ExecuteAsync(SweepOld, cancellationToken).ConfigureAwait(false);
                await connection.ExecuteAsync(SweepLarge, cancellationToken, Commands.Value(route), Commands.Value(mostBytes)).ConfigureAwait(false);
            }

            return 0;
        },
        cancellationToken).ConfigureAwait(false);

    private static SharedAnswer Read(NpgsqlDataReader row) => new(
        row.GetString(0), (byte[])row[1], row.GetString(2), row.Text(3) is { } usage ? JsonSerializer.Deserialize(usage, PostgresJsonContext.Default.TokenUsage) : null)
    {
        Age = TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(4))),
    };
}
