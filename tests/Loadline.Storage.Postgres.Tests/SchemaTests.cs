using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Testing;
using Loadline.Testing.Ledger;

namespace Loadline.Storage.Postgres.Tests;

/// <summary>Migrations: forward only, one at a time, and beside programs of another version.</summary>
public sealed class SchemaTests
{
    [PostgresFact]
    public async Task Open_FromManyAtOnce_MakesOneLedger()
    {
        var options = await TestDatabase.NewAsync();
        var ledgers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TestDatabase.OpenAsync(options))));
        await Task.WhenAll(ledgers.Select((ledger, i) => ledger.Decisions.AppendAsync(LedgerSamples.Many(50, TimeSpan.FromMinutes(7), first: i * 50)).AsTask()));

        Assert.Single(ledgers.Select(ledger => Convert.ToHexString(ledger.Salt.Span)).Distinct());
        Assert.Equal(400, (await ledgers[0].Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests));
        Assert.Equal(Enumerable.Range(1, PostgresSchema.Version), await StepsAsync(ledgers[0]));
        await DisposeAsync(ledgers);
    }

    [PostgresFact]
    public async Task Open_AnOlderSchema_IsBroughtForward_WhileTheOldProgramGoesOn()
    {
        var options = await TestDatabase.NewAsync();
        var old = await TestDatabase.OpenAsync(options with { Version = PostgresSchema.Version - 1 });
        await old.Decisions.AppendAsync(LedgerSamples.Many(20, TimeSpan.FromSeconds(1)));
        Assert.Equal(Enumerable.Range(1, PostgresSchema.Version - 1), await StepsAsync(old));

        var now = await TestDatabase.OpenAsync(options);
        await now.Decisions.AppendAsync(LedgerSamples.Many(20, TimeSpan.FromSeconds(1), first: 20));
        await old.Decisions.AppendAsync(LedgerSamples.Many(20, TimeSpan.FromSeconds(1), first: 40));
        var again = await TestDatabase.OpenAsync(options with { Version = PostgresSchema.Version - 1 });

        foreach (var ledger in new[] { old, now, again })
        {
            Assert.Equal(60, (await ledger.Decisions.ListAsync(new LedgerPage { Limit = 100 })).Count);
            Assert.Equal(60, (await ledger.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests));
        }

        await DisposeAsync(old, now, again);
    }

    [PostgresFact]
    public async Task Write_WhereANewerProgramAddedColumns_GoesOn()
    {
        var options = await TestDatabase.NewAsync();
        var ledger = await TestDatabase.OpenAsync(options);
        await ledger.Decisions.AppendAsync(LedgerSamples.Many(5, TimeSpan.FromSeconds(1)));
        await RunAsync(ledger, "ALTER TABLE decisions ADD COLUMN later text; ALTER TABLE attempts ADD COLUMN later text; ALTER TABLE keys ADD COLUMN later text; INSERT INTO steps (step, oldest) VALUES (99, 1)");
        var store = new PostgresKeyStore(ledger.Database);
        await new KeyManager(store, TimeProvider.System).CreateAsync(new ApiKey { Id = 0, Name = "k", Hash = default, Created = default });
        await ledger.Decisions.AppendAsync(LedgerSamples.Many(5, TimeSpan.FromDays(1), first: 5));

        Assert.Equal(10, (await ledger.Decisions.ListAsync(new LedgerPage())).Count);
        Assert.Single(await store.ListAsync());
        await DisposeAsync(await TestDatabase.OpenAsync(options), ledger);
    }

    [PostgresFact]
    public async Task Open_ASchemaThatThisProgramCannotWorkWith_IsRefusedAndLeftAlone()
    {
        var options = await TestDatabase.NewAsync();
        var ledger = await TestDatabase.OpenAsync(options);
        await RunAsync(ledger, "INSERT INTO steps (step, oldest) VALUES (99, 98)");

        var error = await Assert.ThrowsAsync<LedgerException>(() => PostgresLedger.OpenAsync(options));

        Assert.Contains("newer Loadline", error.Message, StringComparison.Ordinal);
        Assert.Equal(99, (await StepsAsync(ledger)).Max());
        await DisposeAsync(ledger);
    }

    [PostgresFact]
    public async Task Delete_Content_LeavesNoRowOfIt()
    {
        var ledger = await TestDatabase.OpenAsync(await TestDatabase.NewAsync());
        await ledger.Decisions.AppendAsync([.. LedgerSamples.Many(30, TimeSpan.FromSeconds(1)).Select(row => row with { Content = new DecisionContent("canary"u8.ToArray(), "canary"u8.ToArray()) })]);
        await ledger.DeleteAsync(new LedgerSelection { Before = LedgerSamples.Start.AddDays(1) });

        foreach (var table in new[] { "contents", "attempts", "decisions" })
        {
            Assert.Equal(0, await ledger.Database.RunAsync(connection => connection.NumberAsync($"SELECT count(*) FROM {table}", default), default));
        }

        Assert.Equal(0, await ledger.Database.RunAsync(connection => connection.NumberAsync("SELECT coalesce(sum(requests), 0) FROM spans", default), default));
        await DisposeAsync(ledger);
    }

    [PostgresFact]
    public async Task Prune_DropsDays_AndAnotherReplicaThatKnewThemGoesOn()
    {
        var options = await TestDatabase.NewAsync();
        var (one, other) = (await TestDatabase.OpenAsync(options), await TestDatabase.OpenAsync(options));
        await one.Decisions.AppendAsync(LedgerSamples.Many(10, TimeSpan.FromDays(1)));
        Assert.Equal(10, await other.PruneAsync(LedgerSamples.Start.AddDays(20)));

        Assert.Equal(10, await one.Decisions.AppendAsync(LedgerSamples.Many(10, TimeSpan.FromDays(1))));
        Assert.Equal(10, (await other.Decisions.ListAsync(new LedgerPage())).Count);
        await DisposeAsync(one, other);
    }

    private static async Task<IEnumerable<int>> StepsAsync(PostgresLedger ledger) => await ledger.Database.RunAsync(
        connection => connection.ListAsync("SELECT step FROM steps ORDER BY step", static row => row.GetInt32(0), default), default);

    private static Task<int> RunAsync(PostgresLedger ledger, string sql) => ledger.Database.RunAsync(connection => connection.ExecuteAsync(sql, default), default);

    private static async Task DisposeAsync(params PostgresLedger[] ledgers)
    {
        foreach (var ledger in ledgers)
        {
            await ledger.DisposeAsync();
        }
    }
}
