using Loadline.Testing.Postgres;

namespace Loadline.Storage.Postgres.Tests;

/// <summary>Opens ledgers in schemas of their own.</summary>
internal static class TestDatabase
{
    public static async Task<PostgresOptions> NewAsync() => Read((await PostgresServer.SharedAsync()).NewAddress());

    public static PostgresOptions Read(string address)
    {
        Assert.Equal("", PostgresAddress.Read(address, out var options));
        return options;
    }

    public static PostgresLedger Open(PostgresOptions options)
    {
        var ledger = PostgresLedger.Open(options, out var problem);
        Assert.Equal("", problem);
        return ledger;
    }
}
