using Loadline.Testing;
using Loadline.Testing.Keys;
using Loadline.Testing.Ledger;

namespace Loadline.Storage.Postgres.Tests;

/// <summary>The kits that every engine passes.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> LedgerChecks => [.. LedgerKit.Checks.Keys];

    public static TheoryData<string> KeyChecks => [.. KeyStoreKit.Checks.Keys];

    public static TheoryData<string> LeaseChecks => [.. LeaseKit.Checks.Keys];

    [PostgresTheory]
    [MemberData(nameof(LeaseChecks))]
    public async Task Leases_KeepTheContract(string check)
    {
        await using var ledger = await TestDatabase.OpenAsync(await TestDatabase.NewAsync());
        await LeaseKit.Checks[check](new PostgresLeases(ledger.Database));
    }

    [PostgresTheory]
    [MemberData(nameof(LedgerChecks))]
    public async Task Ledger_KeepsTheContract(string check)
    {
        await using var ledger = await TestDatabase.OpenAsync(await TestDatabase.NewAsync());
        await LedgerKit.Checks[check](ledger);
    }

    [PostgresTheory]
    [MemberData(nameof(KeyChecks))]
    public async Task KeyStore_KeepsTheContract(string check)
    {
        await using var ledger = await TestDatabase.OpenAsync(await TestDatabase.NewAsync());
        var store = new PostgresKeyStore(ledger.Database);
        await KeyStoreKit.Checks[check](store, store);
    }
}
