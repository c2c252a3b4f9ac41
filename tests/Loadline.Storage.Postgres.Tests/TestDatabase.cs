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

    public static async Task<PostgresLedger> OpenAsync(PostgresOptions options)
    {
        var (ledger, problem) = await PostgresLedger.OpenAsync(options);
        Assert.Equal("", problem);
        return ledger;
    }
}
