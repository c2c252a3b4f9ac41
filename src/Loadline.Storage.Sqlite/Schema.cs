using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <summary>The tables, as numbered steps that only go forward; the file's <c>user_version</c> is the last step it has taken.</summary>
internal static class Schema
{
    // "LLgr": tells a ledger from any other SQLite file.
    public const int ApplicationId = 0x4c4c6772;

    private static readonly string[] Steps = [Step1, Step2, FeedbackStep, KeysStep, RoutesStep, MarksStep, PredictionsStep];

    public static int Version => Steps.Length;

    /// <summary>Takes the steps that a file lacks.</summary>
    /// <exception cref="LedgerException">It is newer than this program, or no ledger.</exception>
    public static void Migrate(Database database, string path)
    {
        Check(database, path);
        if (database.Number("PRAGMA user_version") == Version)
        {
            return;
        }

        database.InTransaction(() =>
        {
            // Read again under the lock: another process may have gone first.
            for (var step = (int)database.Number("PRAGMA user_version"); step < Version; step++)
            {
                database.Run(Steps[step]);
            }

            if (database.Number("SELECT count(*) FROM meta WHERE key = 'salt'") == 0)
            {
                database.Use("INSERT INTO meta (key, value) VALUES ('salt', ?)").Bind(IdentityHasher.NewSalt()).Run();
            }

            database.SetVersion(Version);
            return 0;
        });
    }

    private static void Check(Database database, string path)
    {
        var version = database.Number("PRAGMA user_version");
        var isEmpty = version == 0 && database.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && database.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new LedgerException($"{path} is a SQLite file, but not one of Loadline's. Name another file in storage.ledger.");
        }

        if (version > Version)
        {
            throw new LedgerException(
                $"{path} was written by a newer Loadline (schema {version}; this one knows {Version}). Run that version, or name another file in storage.ledger.");
        }
    }

    // What the caller spoke (none: Chat, as all rows before this step did), and what conversion could not carry, as JSON (none: nothing).
    private const string Step2 = """
        ALTER TABLE decisions ADD COLUMN dialect INTEGER;
        ALTER TABLE decisions ADD COLUMN losses TEXT;
        """;

    // Names (of routes, models, rules) and prices are kept once and pointed at. Money is text: exact decimals.
    // `spans`: sums by day (86400), hour (3600) and minute (60), written in the transaction of the rows they are of.
    private const string Step1 = """
        PRAGMA application_id = 1280075634;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE prices (
            id INTEGER PRIMARY KEY, currency TEXT NOT NULL, input TEXT NOT NULL, output TEXT NOT NULL,
            cached_input TEXT NOT NULL, cache_write TEXT NOT NULL,
            UNIQUE (currency, input, output, cached_input, cache_write)) STRICT;
        CREATE TABLE decisions (
            row INTEGER PRIMARY KEY, id BLOB NOT NULL, ticks INTEGER NOT NULL, generation INTEGER NOT NULL,
            route INTEGER NOT NULL, digest INTEGER NOT NULL, mode INTEGER NOT NULL, quality INTEGER NOT NULL,
            rule INTEGER, reason INTEGER NOT NULL, choice INTEGER, served INTEGER, served_as INTEGER, reference INTEGER,
            outcome INTEGER NOT NULL, status INTEGER NOT NULL, stream INTEGER NOT NULL, propensity REAL NOT NULL,
            estimated_input INTEGER NOT NULL, estimated_output INTEGER NOT NULL,
            input INTEGER, cached_input INTEGER, cache_write INTEGER, output INTEGER, reasoning INTEGER, charged TEXT,
            cost TEXT, reference_cost TEXT, choice_cost TEXT, overhead_us REAL NOT NULL, duration_ms REAL NOT NULL,
            caller BLOB, session BLOB, feature_version INTEGER NOT NULL, features BLOB NOT NULL,
            signals TEXT NOT NULL, candidates TEXT NOT NULL) STRICT;
        CREATE TABLE attempts (
            decision INTEGER NOT NULL, number INTEGER NOT NULL, model INTEGER NOT NULL, deployment INTEGER NOT NULL,
            outcome INTEGER NOT NULL, status INTEGER NOT NULL, first_token_ms REAL NOT NULL, duration_ms REAL NOT NULL,
            input INTEGER, cached_input INTEGER, cache_write INTEGER, output INTEGER, reasoning INTEGER, charged TEXT,
            cost TEXT, price INTEGER, currency INTEGER NOT NULL, possibly_billed INTEGER NOT NULL,
            PRIMARY KEY (decision, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE contents (decision INTEGER PRIMARY KEY, request BLOB NOT NULL, answer BLOB NOT NULL) STRICT;
        CREATE TABLE feedback (
            id BLOB NOT NULL, source TEXT NOT NULL, ticks INTEGER NOT NULL, quality REAL NOT NULL,
            PRIMARY KEY (id, source)) STRICT, WITHOUT ROWID;
        CREATE TABLE audits (
            id BLOB PRIMARY KEY, ticks INTEGER NOT NULL, route INTEGER NOT NULL, served INTEGER NOT NULL, reference INTEGER NOT NULL,
            served_quality REAL NOT NULL, reference_quality REAL NOT NULL, rate REAL NOT NULL, judge INTEGER NOT NULL,
            cost TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE spans (
            seconds INTEGER NOT NULL, start INTEGER NOT NULL, route INTEGER NOT NULL, model INTEGER NOT NULL, outcome INTEGER NOT NULL,
            requests INTEGER NOT NULL, errors INTEGER NOT NULL, failovers INTEGER NOT NULL, downgrades INTEGER NOT NULL,
            escalations INTEGER NOT NULL, unpriced INTEGER NOT NULL, attempts INTEGER NOT NULL, possibly_billed INTEGER NOT NULL,
            input INTEGER NOT NULL, cached_input INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL,
            reasoning INTEGER NOT NULL, cost TEXT NOT NULL, reference_cost TEXT NOT NULL, choice_cost TEXT NOT NULL,
            duration_ms REAL NOT NULL, overhead_us REAL NOT NULL,
            PRIMARY KEY (seconds, start, route, model, outcome)) STRICT, WITHOUT ROWID;
        CREATE VIEW decisions_by_name AS
            SELECT d.row, lower(hex(d.id)) AS id, d.row / 32768 AS unix_ms, r.text AS route, g.text AS digest, m.text AS mode, q.text AS quality,
                u.text AS rule, e.text AS reason, c.text AS choice, s.text AS served, a.text AS served_as, f.text AS reference, o.text AS outcome,
                d.status, d.stream, d.propensity, d.input, d.cached_input, d.cache_write, d.output, d.reasoning, d.cost, d.reference_cost,
                d.choice_cost, d.overhead_us, d.duration_ms, lower(hex(d.caller)) AS caller, lower(hex(d.session)) AS session, d.signals
            FROM decisions d
            JOIN names r ON r.id = d.route JOIN names g ON g.id = d.digest JOIN names m ON m.id = d.mode JOIN names q ON q.id = d.quality
            JOIN names e ON e.id = d.reason JOIN names o ON o.id = d.outcome
            LEFT JOIN names u ON u.id = d.rule LEFT JOIN names c ON c.id = d.choice LEFT JOIN names s ON s.id = d.served
            LEFT JOIN names a ON a.id = d.served_as LEFT JOIN names f ON f.id = d.reference;
        """;

    // What was added to a judgement in words; what an attempt was for (none: to answer, as all rows before this step were).
    private const string FeedbackStep = """
        ALTER TABLE feedback ADD COLUMN comment TEXT;
        ALTER TABLE attempts ADD COLUMN kind TEXT;
        """;

    // Hashes of keys, never their texts. Every change of a key raises the version, by which other processes see it.
    private const string KeysStep = """
        CREATE TABLE keys (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, team TEXT, role INTEGER NOT NULL, hash BLOB NOT NULL,
            previous_hash BLOB NOT NULL, previous_until INTEGER NOT NULL, created INTEGER NOT NULL, expires INTEGER, revoked INTEGER,
            scope TEXT NOT NULL, limits TEXT NOT NULL) STRICT;
        CREATE TABLE key_version (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
        INSERT INTO key_version VALUES (1, 0);
        CREATE TABLE spending (
            subject TEXT NOT NULL, window INTEGER NOT NULL, start INTEGER NOT NULL, nano INTEGER NOT NULL,
            PRIMARY KEY (subject, window, start)) STRICT, WITHOUT ROWID;
        """;

    // What audits found beside two grades, and people's labels; how routes stand, by optimistic versions, and what happened to them.
    private const string RoutesStep = """
        ALTER TABLE audits ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE audits ADD COLUMN label_rate REAL NOT NULL DEFAULT 0;
        ALTER TABLE audits ADD COLUMN wants_label INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE audits ADD COLUMN details TEXT;
        ALTER TABLE audits ADD COLUMN other_answer BLOB;
        CREATE INDEX audits_waiting ON audits (id) WHERE wants_label = 1;
        CREATE TABLE labels (
            id BLOB PRIMARY KEY, ticks INTEGER NOT NULL, served_quality REAL NOT NULL, reference_quality REAL NOT NULL,
            who TEXT NOT NULL, comment TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE standings (route TEXT PRIMARY KEY, version INTEGER NOT NULL, standing TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE route_events (
            id BLOB PRIMARY KEY, ticks INTEGER NOT NULL, route INTEGER NOT NULL, kind INTEGER NOT NULL, who TEXT NOT NULL,
            why TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """;

    // What people were told of budgets.
    private const string MarksStep = """
        CREATE TABLE budget_marks (
            subject TEXT NOT NULL, window INTEGER NOT NULL, start INTEGER NOT NULL, nano INTEGER NOT NULL, point INTEGER NOT NULL,
            PRIMARY KEY (subject, window, start, nano, point)) STRICT, WITHOUT ROWID;
        """;

    // What the policy predicted of each candidate, in their order: `[quality, cost, quality, cost …]`; none: it predicted nothing.
    private const string PredictionsStep = "ALTER TABLE decisions ADD COLUMN predictions TEXT;";
}
