using System.Security.Cryptography;
using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>The ledger in PostgreSQL, for one gateway or many.</summary>
/// <remarks>
/// A batch is acknowledged when its transaction is committed, with the server's own durability. A server that cannot be reached is no reason
/// not to start: rows wait as they do when a disk fails, and are kept once it answers.
/// </remarks>
public sealed partial class PostgresLedger : ILedger
{
    private const string UniqueViolation = "23505";
    private const string NoPartition = "23514";

    private readonly PostgresDatabase _database;
    private readonly DayPartitions _days;
    private readonly int _writer = RandomNumberGenerator.GetInt32(int.MaxValue);

    private PostgresLedger(PostgresOptions options)
    {
        _database = new PostgresDatabase(options);
        _days = new DayPartitions(_database);
        Decisions = new DecisionStore(this);
        Attempts = new AttemptStore(this);
        Feedback = new FeedbackStore(_database);
        Audits = new PostgresAudits(_database);
        Routes = new PostgresRoutes(_database);
    }

    /// <summary>Gets the database, for the stores beside the ledger.</summary>
    public PostgresDatabase Database => _database;

    public string Engine => _database.ServerVersion.Length == 0 ? "PostgreSQL" : "PostgreSQL " + _database.ServerVersion;

    public bool IsDurable => true;

    public ReadOnlyMemory<byte> Salt => _database.Salt;

    public IDecisionStore Decisions { get; }

    public IAttemptStore Attempts { get; }

    public IFeedbackStore Feedback { get; }

    public IAuditStore Audits { get; }

    public IRouteStore Routes { get; }

    /// <summary>Opens a ledger.</summary>
    /// <param name="options">Where.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The ledger, and why it cannot be used yet; empty where it can.</returns>
    /// <exception cref="LedgerException">The database is newer than this program.</exception>
    public static async Task<(PostgresLedger Ledger, string Problem)> OpenAsync(PostgresOptions options, CancellationToken cancellationToken = default)
    {
        var ledger = new PostgresLedger(options);
        try
        {
            await ledger._database.RunAsync(static _ => Task.FromResult(0), cancellationToken).ConfigureAwait(false);
            return (ledger, "");
        }
        catch (LedgerUnavailableException error)
        {
            return (ledger, error.Message);
        }
        catch
        {
            await ledger._database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        List<(Guid Id, LedgerEntry Entry)> rows = [.. entries.Select(static entry => (DecisionGuid.Parse(entry.Decision.Id), entry)).DistinctBy(static row => row.Item1)];
        for (var isLast = false; ; isLast = true)
        {
            try
            {
                await _days.EnsureAsync(rows.Select(static row => row.Id), cancellationToken).ConfigureAwait(false);
                return await _database.InTransactionAsync((connection, transaction) => AppendAsync(connection, transaction, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidOperationException error) when (!isLast && error.InnerException is PostgresException { SqlState: UniqueViolation or NoPartition })
            {
                // Another process has written one of the ids, or dropped the day, since it was looked for.
                _days.Forget();
            }
        }
    }

    private async Task<int> AppendAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<(Guid Id, LedgerEntry Entry)> rows, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. rows.Select(static row => row.Id)];
        if (ids.Length == 0)
        {
            return 0;
        }

        var kept = (await connection.ListAsync(
            "SELECT id FROM decisions WHERE id = ANY($1) AND id BETWEEN $2 AND $3", static row => row.GetGuid(0), cancellationToken,
            Commands.Value(ids), Commands.Value(ids.Min()), Commands.Value(ids.Max())).ConfigureAwait(false)).ToHashSet();
        List<(Guid Id, LedgerEntry Entry)> fresh = kept.Count == 0 ? rows : [.. rows.Where(row => !kept.Contains(row.Id))];
        var spans = new Spans(_writer);
        foreach (var (id, entry) in fresh)
        {
            spans.Add(id, entry.Decision);
        }

        await DecisionCopy.WriteAsync(connection, fresh, cancellationToken).ConfigureAwait(false);
        await spans.WriteAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        return fresh.Count;
    }
}
