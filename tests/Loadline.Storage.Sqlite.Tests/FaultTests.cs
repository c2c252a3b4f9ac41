using Loadline.Core.Ledger;
using Loadline.Testing;
using Loadline.Testing.Ledger;

namespace Loadline.Storage.Sqlite.Tests;

/// <summary>Disks fill up, turn read-only, go away; the file must come through and serving must not notice.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_OnAFullDisk_KeepsNothingOfTheBatchAndRecovers()
    {
        await using var ledger = Open();
        var rows = LedgerSamples.Many(2_000, TimeSpan.FromSeconds(1));
        await ledger.Decisions.AppendAsync(rows[..500]);

        // SQLite answers SQLITE_FULL when the file may not grow: the same code and path as a full disk.
        ledger.OnConnected = static database => database.Run("PRAGMA max_page_count = 1");
        ledger.Configure("PRAGMA max_page_count = 1");
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.Decisions.AppendAsync(rows[500..]));
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.Decisions.AppendAsync(rows[500..]));
        Assert.Equal(500, await CountAsync(ledger));

        ledger.OnConnected = null;
        Assert.Equal(1_500, await ledger.Decisions.AppendAsync(rows[500..]));
        Assert.Equal(2_000, await CountAsync(ledger));
        Assert.Equal("", ledger.Check());
    }

    [Fact]
    public async Task Append_OnAReadOnlyFile_FailsAndRecovers()
    {
        await using var ledger = Open();
        ledger.OnConnected = static database => database.Run("PRAGMA query_only = ON");
        ledger.Configure("PRAGMA query_only = ON");

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.Decisions.AppendAsync(LedgerSamples.Many(3, TimeSpan.FromSeconds(1))));

        ledger.OnConnected = null;
        Assert.Equal(3, await ledger.Decisions.AppendAsync(LedgerSamples.Many(3, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task Append_WhereAnotherHoldsTheLock_SaysSoAndRecovers()
    {
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(File) { BusyTimeout = TimeSpan.FromMilliseconds(20) });
        using (var other = Database.Open(new SqliteLedgerOptions(File), canCreate: false))
        {
            other.Run("BEGIN IMMEDIATE");
            var error = await Assert.ThrowsAsync<LedgerUnavailableException>(
                async () => await ledger.Decisions.AppendAsync(LedgerSamples.Many(3, TimeSpan.FromSeconds(1))));
            Assert.Contains("locked", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, await ledger.Decisions.AppendAsync(LedgerSamples.Many(3, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task Append_AfterTheFileWasTakenAway_StartsAnother()
    {
        await using var ledger = Open();
        await ledger.Decisions.AppendAsync(LedgerSamples.Many(3, TimeSpan.FromSeconds(1)));
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            System.IO.File.Delete(file);
        }

        await ledger.Decisions.AppendAsync(LedgerSamples.Many(2, TimeSpan.FromSeconds(1), first: 3));

        Assert.Equal(2, await CountAsync(ledger));
    }

    [Fact]
    public async Task Append_ARowThatCannotBe_IsRefusedAndForgotten()
    {
        await using var ledger = Open();
        var rows = LedgerSamples.Many(3, TimeSpan.FromSeconds(1));
        rows[1] = new LedgerEntry(rows[1].Decision with { Id = "no id", Route = "a route nobody has seen" });

        await Assert.ThrowsAsync<FormatException>(async () => await ledger.Decisions.AppendAsync(rows));

        rows.RemoveAt(1);
        rows.Add(new LedgerEntry(LedgerSamples.Create(9, LedgerSamples.Start) with { Route = "a route nobody has seen" }));
        Assert.Equal(3, await ledger.Decisions.AppendAsync(rows));
        Assert.Equal("a route nobody has seen", (await ledger.Decisions.FindAsync(rows[^1].Decision.Id))!.Decision.Route);
        Assert.Equal(3, await CountAsync(ledger));
    }

    [Fact]
    public async Task Open_ADamagedFile_IsRefusedOrFoundOut()
    {
        await using (var ledger = Open())
        {
            await ledger.Decisions.AppendAsync(LedgerSamples.Many(3_000, TimeSpan.FromSeconds(1)));
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes.AsSpan(bytes.Length / 2, 20_000).Fill(0xA5);
        await System.IO.File.WriteAllBytesAsync(File, bytes);
        await using (var damaged = Open())
        {
            Assert.NotEqual("", damaged.Check());
        }

        bytes.AsSpan(0, 100).Fill(0xA5);
        await System.IO.File.WriteAllBytesAsync(File, bytes);
        var error = Assert.Throws<LedgerException>(() => Open());
        Assert.Contains("cannot be used", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_InAFolderThatIsNotThere_SaysWhich()
    {
        var error = Assert.Throws<LedgerException>(() => SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("no/such/ledger.db"))));

        Assert.Contains("ledger.db", error.Message, StringComparison.Ordinal);
        Assert.IsType<LedgerUnavailableException>(error.InnerException);
    }

    private SqliteLedger Open() => SqliteLedger.Open(new SqliteLedgerOptions(File));

    private static async Task<long> CountAsync(SqliteLedger ledger) =>
        (await ledger.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests);
}
