namespace Loadline.Core.Configuration;

/// <summary>Where the ledger is: a SQLite file, a PostgreSQL database, or memory where both are <see langword="null"/>.</summary>
/// <param name="File">The SQLite file.</param>
/// <param name="Postgres">The database's address, <c>postgres://USER:PASSWORD@HOST:5432/DATABASE</c>; a secret, because it holds one.</param>
public sealed record LedgerPlace(string? File, Secret? Postgres)
{
    /// <summary>Gets a ledger in memory, which ends with the process.</summary>
    public static LedgerPlace Memory { get; } = new(null, null);

    /// <summary>Tells whether a text looks like the address of a PostgreSQL database.</summary>
    public static bool IsPostgres(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);
}
