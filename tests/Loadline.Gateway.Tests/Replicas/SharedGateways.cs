using Loadline.Core.Ledger;
using Loadline.Gateway.Tests.Kit;
using Loadline.Storage.Postgres;
using Loadline.Testing.Postgres;

namespace Loadline.Gateway.Tests.Replicas;

/// <summary>Gateways over one PostgreSQL.</summary>
internal static class SharedGateways
{
    /// <summary>Starts one.</summary>
    /// <param name="yaml">Its config.</param>
    /// <param name="address">Its database, or a proxy before it.</param>
    /// <param name="name">What the others call it.</param>
    public static async Task<TestGateway> StartAsync(string yaml, string address, string name = "one")
    {
        Assert.Equal("", PostgresAddress.Read(address, out var options));
        var (ledger, _) = await PostgresLedger.OpenAsync(options);
        var keys = new PostgresKeyStore(ledger.Database);
        return await TestGateway.StartAsync(
            yaml,
            ledger: new LedgerWriter(ledger, new LedgerWriterOptions { FlushInterval = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, static _ => { }),
            options: made => made with
            {
                Keys = keys,
                Spending = keys,
                Leases = new PostgresLeases(ledger.Database),
                Replicas = new PostgresReplicas(ledger.Database),
                ReplicaName = name,
            });
    }

    public static async Task<string> NewAddressAsync() => (await PostgresServer.SharedAsync()).NewAddress();
}
