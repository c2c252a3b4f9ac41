using System.Text.Json;
using Loadline.Core.Keys;
using Loadline.Core.Limits;

namespace Loadline.Storage.Sqlite;

/// <summary>Keys and spending in the ledger's file; other processes see a change by its version.</summary>
/// <remarks>A key is saved in a transaction of its own, which has reached the file when the call returns: a killed process loses none.</remarks>
public sealed class SqliteKeyStore(SqliteLedger ledger) : IKeyStore, ISpendingStore
{
    private const string Select =
        "SELECT id, name, team, role, hash, previous_hash, previous_until, created, expires, revoked, scope, limits FROM keys ORDER BY created, id";

    private const string Insert = "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private const string Add =
        "INSERT INTO spending VALUES (?, ?, ?, ?) ON CONFLICT (subject, window, start) DO UPDATE SET nano = nano + excluded.nano";

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ledger.Read(static (database, _) => database.Number("SELECT version FROM key_version")));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ledger.Read(static (database, _) =>
        {
            var keys = new List<ApiKey>();
            var statement = database.Use(Select);
            while (statement.Step())
            {
                keys.Add(Read(statement));
            }

            statement.Reset();
            return (IReadOnlyList<ApiKey>)keys;
        }));

    /// <inheritdoc/>
    public ValueTask SaveAsync(ApiKey key, CancellationToken cancellationToken = default)
    {
        ledger.Write((database, _) =>
        {
            database.Use(Insert).Bind((long)key.Id).Bind(key.Name).Bind(key.Team).Bind((long)key.Role).Bind(key.Hash.Span)
                .Bind(key.PreviousHash.Span).Bind(key.PreviousUntil.UtcTicks).Bind(key.Created.UtcTicks)
                .Bind(key.Expires?.UtcTicks).Bind(key.Revoked?.UtcTicks)
                .Bind(JsonSerializer.Serialize(key.Scope, SqliteJsonContext.Default.KeyScope))
                .Bind(JsonSerializer.Serialize(key.Limits, SqliteJsonContext.Default.IReadOnlyListUsageLimit)).Run();
            return database.Use("UPDATE key_version SET version = version + 1").Run();
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Spending>> SpentAsync(DateTimeOffset since, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ledger.Read((database, _) =>
        {
            var spent = new List<Spending>();
            var statement = database.Use("SELECT subject, window, start, nano FROM spending WHERE start >= ?").Bind(since.UtcTicks);
            while (statement.Step())
            {
                spent.Add(new Spending(
                    statement.Text(0)!, (LimitWindow)statement.Int64(1), new DateTimeOffset(statement.Int64(2), TimeSpan.Zero), statement.Int64(3)));
            }

            statement.Reset();
            return (IReadOnlyList<Spending>)spent;
        }));

    /// <inheritdoc/>
    public ValueTask AddAsync(IReadOnlyList<Spending> more, CancellationToken cancellationToken = default)
    {
        ledger.Write((database, _) =>
        {
            foreach (var (subject, window, start, nano) in more)
            {
                database.Use(Add).Bind(subject).Bind((long)window).Bind(start.UtcTicks).Bind(nano).Run();
            }

            return 0;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryMarkAsync(BudgetMark mark, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ledger.Write((database, _) =>
        {
            database.Use("DELETE FROM budget_marks WHERE start < ?").Bind((mark.Start - BudgetMark.Kept).UtcTicks).Run();
            return database.Use("INSERT OR IGNORE INTO budget_marks VALUES (?, ?, ?, ?, ?)")
                .Bind(mark.Subject).Bind((long)mark.Window).Bind(mark.Start.UtcTicks).Bind(mark.LimitNano).Bind((long)mark.Point).Run() > 0;
        }));

    private static ApiKey Read(Statement from) => new()
    {
        Id = (ulong)from.Int64(0),
        Name = from.Text(1)!,
        Team = from.Text(2),
        Role = (KeyRole)from.Int64(3),
        Hash = from.Blob(4).ToArray(),
        PreviousHash = from.Blob(5).ToArray(),
        PreviousUntil = new DateTimeOffset(from.Int64(6), TimeSpan.Zero),
        Created = new DateTimeOffset(from.Int64(7), TimeSpan.Zero),
        Expires = Time(from, 8),
        Revoked = Time(from, 9),
        Scope = JsonSerializer.Deserialize(from.Text(10)!, SqliteJsonContext.Default.KeyScope)!,
        Limits = JsonSerializer.Deserialize(from.Text(11)!, SqliteJsonContext.Default.IReadOnlyListUsageLimit)!,
    };

    private static DateTimeOffset? Time(Statement from, int column) =>
        from.IsNull(column) ? null : new DateTimeOffset(from.Int64(column), TimeSpan.Zero);
}
