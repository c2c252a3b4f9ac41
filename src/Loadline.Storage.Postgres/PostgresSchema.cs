using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>The tables, as numbered steps that only go forward, each with the oldest program that can still work beside it.</summary>
/// <remarks>
/// While replicas are replaced one by one, two versions use one database. A step therefore only adds (expand); what it makes superfluous goes
/// in a later step whose <c>Oldest</c> says so (contract). Programs name every column they read and write, so that added ones do not disturb.
/// </remarks>
internal static partial class PostgresSchema
{
    // Whatever its number: one for all of Loadline, so that two programs never migrate at once.
    private const long LockKey = 0x4c4c6772;

    private static readonly (int Oldest, string Sql)[] Steps = [(1, LedgerStep), (1, KeysStep), (1, LeasesStep), (1, RoutesStep), (1, MarksStep), (1, AnswersStep)];

    public static int Version => Steps.Length;

    /// <summary>Takes the steps that a database lacks.</summary>
    /// <returns>The ledger's salt.</returns>
    /// <exception cref="LedgerException">It was changed by a newer program so that this one cannot work with it.</exception>
    public static async Task<byte[]> MigrateAsync(NpgsqlConnection connection, PostgresOptions options, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var scope = transaction.ConfigureAwait(false);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, Commands.Value(LockKey)).ConfigureAwait(false);
        await MakeSchemaAsync(connection, options.Schema, cancellationToken).ConfigureAwait(false);
        var taken = await connection.ListAsync(
            "SELECT step, oldest FROM steps ORDER BY step", static row => (Step: row.GetInt32(0), Oldest: row.GetInt32(1)), cancellationToken).ConfigureAwait(false);
        Check(taken, options);
        for (var step = taken.Count; step < options.Version; step++)
        {
            await connection.ExecuteAsync(Steps[step].Sql, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync("INSERT INTO steps (step, oldest) VALUES ($1, $2)", cancellationToken, Commands.Value(step + 1), Commands.Value(Steps[step].Oldest))
                .ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            "INSERT INTO meta (key, value) VALUES ('salt', $1) ON CONFLICT DO NOTHING", cancellationToken, Commands.Value(IdentityHasher.NewSalt().AsMemory()))
            .ConfigureAwait(false);
        var salt = await connection.ListAsync("SELECT value FROM meta WHERE key = 'salt'", static row => (byte[])row[0], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return salt[0];
    }

    // Looked for first: `IF NOT EXISTS` asks for the right to make one even where there is one.
    private static async Task MakeSchemaAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        if (await connection.NumberAsync("SELECT count(*) FROM pg_namespace WHERE nspname = $1", cancellationToken, Commands.Value(schema)).ConfigureAwait(false) == 0)
        {
            await connection.ExecuteAsync($"CREATE SCHEMA \"{schema}\"", cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS steps (step int PRIMARY KEY, oldest int NOT NULL, taken timestamptz NOT NULL DEFAULT now())", cancellationToken)
            .ConfigureAwait(false);
    }

    private static void Check(List<(int Step, int Oldest)> taken, PostgresOptions options)
    {
        if (taken.Count > 0 && taken.Max(step => step.Oldest) is var oldest && oldest > options.Version)
        {
            throw new LedgerException(
                $"The database {options.Name} was changed by a newer Loadline (schema {taken.Count}, which needs a program of schema {oldest} or newer; this one is {options.Version}). Run that version.");
        }
    }

    // Partitions hold one day each (UTC); ids sort by time, so their key is the partition's, too.
    // `spans`: sums by day (86400), hour (3600) and minute (60), each writer its own rows: replicas never wait for each other's locks.
    private const string LedgerStep = """
        CREATE TABLE meta (key text PRIMARY KEY, value bytea NOT NULL);
        CREATE TABLE decisions (
            id uuid PRIMARY KEY, ticks bigint NOT NULL, generation bigint NOT NULL, route text NOT NULL, digest text NOT NULL, mode text NOT NULL,
            quality text NOT NULL, rule text, reason text NOT NULL, choice text, served text, served_as text, reference text, outcome text NOT NULL,
            status int NOT NULL, stream boolean NOT NULL, propensity float8 NOT NULL, estimated_input int NOT NULL, estimated_output int NOT NULL,
            input bigint, cached_input bigint, cache_write bigint, output bigint, reasoning bigint, charged numeric,
            cost numeric, reference_cost numeric, choice_cost numeric, overhead_us float8 NOT NULL, duration_ms float8 NOT NULL,
            caller uuid, session uuid, feature_version int NOT NULL, features bytea NOT NULL, signals text NOT NULL, candidates text NOT NULL,
            dialect text NOT NULL, losses text) PARTITION BY RANGE (id);
        CREATE TABLE attempts (
            decision uuid NOT NULL, number int NOT NULL, model text NOT NULL, deployment text NOT NULL, outcome text NOT NULL, status int NOT NULL,
            first_token_ms float8 NOT NULL, duration_ms float8 NOT NULL,
            input bigint, cached_input bigint, cache_write bigint, output bigint, reasoning bigint, charged numeric, cost numeric,
            price_input numeric, price_output numeric, price_cached_input numeric, price_cache_write numeric, currency text NOT NULL, kind text NOT NULL,
            PRIMARY KEY (decision, number)) PARTITION BY RANGE (decision);
        CREATE TABLE contents (decision uuid PRIMARY KEY, request bytea NOT NULL, answer bytea NOT NULL) PARTITION BY RANGE (decision);
        CREATE TABLE feedback (
            id uuid NOT NULL, source text NOT NULL, ticks bigint NOT NULL, quality float8 NOT NULL, comment text, PRIMARY KEY (id, source));
        CREATE TABLE audits (
            id uuid PRIMARY KEY, ticks bigint NOT NULL, route text NOT NULL, served text NOT NULL, reference text NOT NULL,
            served_quality float8 NOT NULL, reference_quality float8 NOT NULL, rate float8 NOT NULL, judge text NOT NULL, cost numeric);
        CREATE TABLE spans (
            seconds int NOT NULL, start bigint NOT NULL, route text NOT NULL, model text NOT NULL, outcome text NOT NULL, writer int NOT NULL,
            requests bigint NOT NULL, errors bigint NOT NULL, failovers bigint NOT NULL, downgrades bigint NOT NULL, escalations bigint NOT NULL,
            unpriced bigint NOT NULL, attempts bigint NOT NULL, possibly_billed bigint NOT NULL, input bigint NOT NULL, cached_input bigint NOT NULL,
            cache_write bigint NOT NULL, output bigint NOT NULL, reasoning bigint NOT NULL, cost numeric NOT NULL, reference_cost numeric NOT NULL,
            choice_cost numeric NOT NULL, duration_ms float8 NOT NULL, overhead_us float8 NOT NULL,
            PRIMARY KEY (seconds, start, route, model, outcome, writer));
        """;

    // Hashes of keys, never their texts. Every change of a key raises the version, by which other replicas see it.
    private const string KeysStep = """
        CREATE TABLE keys (
            id bigint PRIMARY KEY, name text NOT NULL, team text, role int NOT NULL, hash bytea NOT NULL, previous_hash bytea NOT NULL,
            previous_until bigint NOT NULL, created bigint NOT NULL, expires bigint, revoked bigint, scope text NOT NULL, limits text NOT NULL);
        CREATE TABLE key_version (one int PRIMARY KEY CHECK (one = 1), version bigint NOT NULL);
        INSERT INTO key_version VALUES (1, 0);
        """;

    // Per calendar period: what was spent, and what was handed out to be spent, which is what the limit holds against; and to whom.
    // `replicas`: who is there, as of `seen`.
    private const string LeasesStep = """
        CREATE TABLE budgets (
            subject text NOT NULL, per int NOT NULL, start bigint NOT NULL, granted bigint NOT NULL, spent bigint NOT NULL,
            PRIMARY KEY (subject, per, start));
        CREATE TABLE leases (
            subject text NOT NULL, per int NOT NULL, start bigint NOT NULL, node uuid NOT NULL, granted bigint NOT NULL, spent bigint NOT NULL,
            PRIMARY KEY (subject, per, start, node));
        CREATE TABLE replicas (
            node uuid PRIMARY KEY, name text NOT NULL, program text NOT NULL, config text NOT NULL, generation bigint NOT NULL,
            started timestamptz NOT NULL DEFAULT now(), seen timestamptz NOT NULL DEFAULT now());
        """;

    // What audits found beside two grades, and people's labels; how routes stand, by optimistic versions, and what happened to them.
    private const string RoutesStep = """
        ALTER TABLE audits ADD COLUMN kind int NOT NULL DEFAULT 0, ADD COLUMN label_rate float8 NOT NULL DEFAULT 0,
            ADD COLUMN wants_label boolean NOT NULL DEFAULT false, ADD COLUMN details text, ADD COLUMN other_answer bytea;
        CREATE INDEX audits_waiting ON audits (id) WHERE wants_label;
        CREATE TABLE labels (
            id uuid PRIMARY KEY, ticks bigint NOT NULL, served_quality float8 NOT NULL, reference_quality float8 NOT NULL, who text NOT NULL, comment text);
        CREATE TABLE standings (route text PRIMARY KEY, version bigint NOT NULL, standing text NOT NULL);
        CREATE TABLE route_events (id uuid PRIMARY KEY, ticks bigint NOT NULL, route text NOT NULL, kind text NOT NULL, who text NOT NULL, why text NOT NULL);
        """;

    // What people were told of budgets: whichever replica writes the row tells them.
    private const string MarksStep = """
        CREATE TABLE budget_marks (
            subject text NOT NULL, per int NOT NULL, start bigint NOT NULL, nano bigint NOT NULL, point int NOT NULL,
            PRIMARY KEY (subject, per, start, nano, point));
        """;

    // Answers that are given again. Not logged: a crash of the server empties it, which costs a model call each.
    private const string AnswersStep = """
        CREATE UNLOGGED TABLE answers (
            key uuid PRIMARY KEY, route text NOT NULL, content_type text NOT NULL, body bytea NOT NULL, model text NOT NULL, usage text,
            made timestamptz NOT NULL DEFAULT now(), until timestamptz NOT NULL);
        CREATE INDEX answers_by_route ON answers (route, made);
        CREATE INDEX answers_until ON answers (until);
        """;
}
