namespace Loadline.Storage.Postgres;

/// <summary>Where a shared ledger is, and how it is reached; made by <see cref="PostgresAddress.Read"/>.</summary>
/// <param name="ConnectionString">For Npgsql; holds the password.</param>
/// <param name="Schema">The schema that tables lie in; made where there is none.</param>
/// <param name="Name">Host, database and schema, for people.</param>
public sealed record PostgresOptions(string ConnectionString, string Schema, string Name)
{
    /// <summary>Gets the newest schema step that this program knows; lower in tests of two versions side by side.</summary>
    internal int Version { get; init; } = PostgresSchema.Version;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
