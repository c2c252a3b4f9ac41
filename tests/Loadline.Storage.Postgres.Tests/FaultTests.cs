using Loadline.Core.Ledger;
using Loadline.Testing;
using Loadline.Testing.Ledger;
using Loadline.Testing.Postgres;

namespace Loadline.Storage.Postgres.Tests;

/// <summary>What a ledger does while its server is away, and after.</summary>
public sealed class FaultTests
{
    [PostgresFact]
    public async Task Open_ServerIsAway_StartsAllTheSame_AndWorksOnceItIsThere()
    {
        var server = await PostgresServer.SharedAsync();
        await using var proxy = FaultProxy.Start(server.Port);
        proxy.Faults = new ProxyFaults { ResetAfter = 0 };
        var (opened, problem) = await PostgresLedger.OpenAsync(TestDatabase.Read(server.Address(NewSchema(), proxy.Port)));
        await using var ledger = opened;
        Assert.Contains("127.0.0.1", problem, StringComparison.Ordinal);
        Assert.True(ledger.Salt.IsEmpty);
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.Decisions.AppendAsync(LedgerSamples.Many(3, TimeSpan.FromSeconds(1))));

        proxy.Faults = ProxyFaults.None;
        Assert.Equal(3, await ledger.Decisions.AppendAsync(LedgerSamples.Many(3, TimeSpan.FromSeconds(1))));
        Assert.Equal(IdentityHasher.SaltBytes, ledger.Salt.Length);
        Assert.StartsWith("PostgreSQL 1", ledger.Engine, StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    [InlineData(2_000)]
    public async Task Append_ConnectionResetAnywhere_KeepsAllOrNothing_AndTheSameRowsMayComeAgain(int afterBytes)
    {
        var server = await PostgresServer.SharedAsync();
        await using var proxy = FaultProxy.Start(server.Port);
        await using var ledger = await TestDatabase.OpenAsync(TestDatabase.Read(server.Address(NewSchema(), proxy.Port)));
        await ledger.Decisions.AppendAsync(LedgerSamples.Many(10, TimeSpan.FromSeconds(1)));

        proxy.Faults = new ProxyFaults { ResetAfter = afterBytes };
        try
        {
            await ledger.Decisions.AppendAsync(LedgerSamples.Many(10, TimeSpan.FromSeconds(1), first: 10));
        }
        catch (LedgerUnavailableException)
        {
            // Whether it was kept, the writer cannot know; it gives the same rows again.
        }

        proxy.Faults = ProxyFaults.None;
        var added = await AgainAsync(() => ledger.Decisions.AppendAsync(LedgerSamples.Many(10, TimeSpan.FromSeconds(1), first: 10)).AsTask());
        Assert.True(added is 0 or 10);
        Assert.Equal(20, (await ledger.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests));
        Assert.Equal(20, (await ledger.Decisions.ListAsync(new LedgerPage())).Count);
    }

    [PostgresFact]
    public async Task Append_ServerCrashedAndCameBack_HasWhatWasAcknowledged()
    {
        await using var server = await PostgresServer.StartAsync("max_connections=20", "shared_buffers=16MB");
        await using var ledger = await TestDatabase.OpenAsync(TestDatabase.Read(server.NewAddress()));
        var acknowledged = 0;
        for (; acknowledged < 500; acknowledged += 50)
        {
            await ledger.Decisions.AppendAsync(LedgerSamples.Many(50, TimeSpan.FromSeconds(1), first: acknowledged));
        }

        await server.CrashAsync();
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.Decisions.AppendAsync(LedgerSamples.Many(50, TimeSpan.FromSeconds(1), first: acknowledged)));
        await server.RestartAsync();

        await AgainAsync(() => ledger.Decisions.AppendAsync(LedgerSamples.Many(50, TimeSpan.FromSeconds(1), first: acknowledged)).AsTask());
        Assert.Equal(550, (await ledger.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests));
    }

    private static string NewSchema() => "t" + Guid.NewGuid().ToString("N");

    // A pooled connection that broke is only found out when it is used.
    private static async Task<T> AgainAsync<T>(Func<Task<T>> work)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await work();
            }
            catch (LedgerUnavailableException) when (i < 10)
            {
                // The next try takes another connection.
            }
        }
    }
}
