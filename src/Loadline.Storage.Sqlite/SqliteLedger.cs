using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <summary>The ledger in a SQLite file: write-ahead log, one writer, readers beside it.</summary>
/// <remarks>
/// A commit is durable against the process's death at once, and against the machine's from the next checkpoint on (synchronous NORMAL):
/// a figure lost to a power cut is worth less than an fsync a batch. After a failure the file is opened anew, so that a remounted or
/// restored disk is taken up without a restart.
/// </remarks>
public sealed partial class SqliteLedger : ILedger
{
    private readonly SqliteLedgerOptions _options;
    private readonly Lock _gate = new();
    private Database? _database;
    private DecisionAppender? _appender;

    private SqliteLedger(SqliteLedgerOptions options)
    {
        _options = options;
        Decisions = new DecisionStore(this);
        Attempts = new AttemptStore(this);
        Feedback = new FeedbackStore(this);
        Audits = new AuditStore(this);
        Routes = new RouteStore(this);
    }

    public string Engine => "SQLite " + SqliteLibrary.Version;

    public bool IsDurable => true;

    /// <summary>Gets the file.</summary>
    public string Path => _options.Path;

    public ReadOnlyMemory<byte> Salt { get; private set; }

    public IDecisionStore Decisions { get; }

    public IAttemptStore Attempts { get; }

    public IFeedbackStore Feedback { get; }

    public IAuditStore Audits { get; }

    public IRouteStore Routes { get; }

    /// <summary>Opens a ledger; <see cref="SqliteLibrary.TryLoad"/> has found a library before.</summary>
    /// <exception cref="LedgerException">The file is no ledger, newer than this program, damaged, or cannot be opened.</exception>
    public static SqliteLedger Open(SqliteLedgerOptions options)
    {
        if (!SqliteLibrary.TryLoad(null, out var problem))
        {
            throw new LedgerException(problem);
        }

        var ledger = new SqliteLedger(options);
        try
        {
            ledger.Write(static (_, _) => 0);
            ledger.Salt = ledger.Read(static (database, _) =>
            {
                var statement = database.Use("SELECT value FROM meta WHERE key = 'salt'");
                statement.Step();
                var salt = statement.Blob(0).ToArray();
                statement.Reset();
                return salt;
            });
            return ledger;
        }
        catch (LedgerUnavailableException error)
        {
            ledger.Close();
            throw new LedgerException($"The ledger {options.Path} cannot be used. {error.Message}", error);
        }
        catch (LedgerException)
        {
            ledger.Close();
            throw;
        }
    }

    /// <summary>Copies the whole ledger, consistent and while it is written to, into a new file.</summary>
    /// <exception cref="LedgerException">The file is there already, or the copy is not sound.</exception>
    public void BackUp(string path)
    {
        if (File.Exists(path))
        {
            throw new LedgerException($"{path} is there already; a backup overwrites nothing.");
        }

        var part = path + ".part";
        File.Delete(part);
        try
        {
            using (var source = Connect())
            {
                source.BackUpTo(part);
            }

            using (var copy = Database.Open(_options with { Path = part }, canCreate: false))
            {
                copy.Run("PRAGMA journal_mode = DELETE");
                if (copy.Text("PRAGMA quick_check(1)") is not "ok" and var found)
                {
                    throw new LedgerException($"The copy is not sound: {found}");
                }
            }

            File.Move(part, path);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Checks the whole file.</summary>
    /// <returns>What is wrong; empty where all is well.</returns>
    public string Check() => Read(static (database, _) => database.Text("PRAGMA integrity_check(1)") is not "ok" and var found ? found : "");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            Close();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Does something with the writing connection, in one transaction.</summary>
    internal T Write<T>(Func<Database, Names, T> work) => WriteWith((database, _, names) => work(database, names));

    /// <summary>Does something with a connection for reading.</summary>
    internal T Read<T>(Func<Database, Names, T> work)
    {
        using var database = Connect();

        // One state of the file for all statements; closing the connection ends it.
        database.Run("BEGIN");
        return work(database, new Names(database));
    }

    /// <summary>Lets tests make the writing connection fail.</summary>
    internal void Configure(string sql)
    {
        lock (_gate)
        {
            Connected().Run(sql);
        }
    }

    private T WriteWith<T>(Func<Database, DecisionAppender, Names, T> work)
    {
        lock (_gate)
        {
            try
            {
                var database = Connected();
                return database.InTransaction(() => work(database, _appender!, _names!));
            }
            catch (LedgerUnavailableException)
            {
                Close();
                throw;
            }
            catch
            {
                _appender?.Forget();
                throw;
            }
        }
    }

    private Names? _names;

    private Database Connected()
    {
        // A file that somebody moved away would go on being written to, and nobody would ever read it.
        if (_database is not null && !File.Exists(_options.Path))
        {
            Close();
        }

        if (_database is null)
        {
            var database = Open(canCreate: !_options.MustExist);
            _names = new Names(database);
            _appender = new DecisionAppender(database, _names);
            _database = database;
        }

        return _database;
    }

    private Database Open(bool canCreate)
    {
        var database = Database.Open(_options, canCreate);
        try
        {
            database.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;");
            Schema.Migrate(database, _options.Path);
            OnConnected?.Invoke(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Gets or sets what tests do to each new writing connection.</summary>
    internal Action<Database>? OnConnected { get; set; }

    private Database Connect()
    {
        var database = Database.Open(_options, canCreate: false);
        try
        {
            // Another process may have written a newer schema since.
            if (database.Number("PRAGMA user_version") > Schema.Version)
            {
                throw new LedgerException($"{_options.Path} has meanwhile been written by a newer Loadline.");
            }

            database.Run("PRAGMA query_only = ON");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _database?.Dispose();
        _database = null;
        _appender = null;
        _names = null;
    }
}
