using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Makes a partition for each day (UTC) that rows come for, and drops whole days. Safe for any number of threads.</summary>
internal sealed class DayPartitions(PostgresDatabase database)
{
    private const string Format = "yyyyMMdd";
    private const long LockKey = 0x4c4c6464;

    private static readonly string[] Tables = ["decisions", "attempts", "contents"];

    private readonly ConcurrentDictionary<DateOnly, byte> _known = new();

    /// <summary>Makes sure that rows of some ids have a place.</summary>
    public async Task EnsureAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        foreach (var day in ids.Select(static id => DateOnly.FromDateTime(DecisionGuid.TimeOf(id).UtcDateTime)).Distinct().Order())
        {
            if (_known.ContainsKey(day))
            {
                continue;
            }

            await database.InTransactionAsync((connection, _) => MakeAsync(connection, day, cancellationToken), cancellationToken).ConfigureAwait(false);
            _known[day] = 0;
        }
    }

    /// <summary>Forgets what is known to be there: another replica has dropped some of it.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Drops all days before one.</summary>
    /// <returns>Decisions that were in them.</returns>
    public Task<long> DropBeforeAsync(DateOnly day, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, transaction) =>
        {
            // One replica does it; the others have nothing left to do.
            if (await connection.NumberAsync("SELECT pg_try_advisory_xact_lock($1::bigint + hashtext(current_schema()))::int", cancellationToken, Commands.Value(LockKey)).ConfigureAwait(false) == 0)
            {
                return 0L;
            }

            // Dropping waits for statements under way, and those that come after wait behind it: so not for long.
            await connection.ExecuteAsync("SET LOCAL lock_timeout = '2s'", cancellationToken).ConfigureAwait(false);
            var dropped = 0L;
            foreach (var old in (await DaysAsync(connection, cancellationToken).ConfigureAwait(false)).Where(old => old < day))
            {
                dropped += await connection.NumberAsync($"SELECT count(*) FROM {Name("decisions", old)}", cancellationToken).ConfigureAwait(false);
                foreach (var table in Tables)
                {
                    await connection.ExecuteAsync($"DROP TABLE IF EXISTS {Name(table, old)}", cancellationToken).ConfigureAwait(false);
                }

                _known.TryRemove(old, out var _);
            }

            return dropped;
        },
        cancellationToken);

    private static async Task<List<DateOnly>> DaysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = await connection.ListAsync(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'decisions'::regclass", static row => row.GetString(0), cancellationToken)
            .ConfigureAwait(false);
        return [.. names.Select(static name => DateOnly.ParseExact(name[^Format.Length..], Format, CultureInfo.InvariantCulture))];
    }

    // Made beside and then attached: attaching lets others go on writing, which `PARTITION OF` would not.
    private static async Task<int> MakeAsync(NpgsqlConnection connection, DateOnly day, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1::bigint + hashtext(current_schema()))", cancellationToken, Commands.Value(LockKey)).ConfigureAwait(false);
        var (from, to) = (Start(day), Start(day.AddDays(1)));
        foreach (var table in Tables)
        {
            var name = Name(table, day);
            if (await connection.NumberAsync("SELECT count(*) FROM pg_inherits WHERE inhrelid = to_regclass($1)", cancellationToken, Commands.Value(name)).ConfigureAwait(false) > 0)
            {
                continue;
            }

            await connection.ExecuteAsync($"CREATE TABLE IF NOT EXISTS {name} (LIKE {table} INCLUDING ALL)", cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync($"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{from}') TO ('{to}')", cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    private static string Name(string table, DateOnly day) => table + "_" + day.ToString(Format, CultureInfo.InvariantCulture);

    private static Guid Start(DateOnly day) => DecisionGuid.First(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));
}
