using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Testing;

namespace Loadline.Storage.Sqlite.Tests;

public sealed class SqliteKeyStoreTests : KeyStoreConformance, IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SqliteLedger> _ledgers = [];

    [Fact]
    public async Task Version_AnotherProcessRevokes_IsSeen()
    {
        var gateway = new KeyRing(new SqliteKeyStore(Open()), TimeProvider.System);
        var (key, text) = await new KeyManager(new SqliteKeyStore(Open()), TimeProvider.System)
            .CreateAsync(new ApiKey { Id = 0, Name = "k", Hash = default, Created = default });
        Assert.True(await gateway.RefreshAsync());
        Assert.NotNull(gateway.Find(text));

        await new KeyManager(new SqliteKeyStore(Open()), TimeProvider.System).RevokeAsync(key.Id);
        Assert.True(await gateway.RefreshAsync());
        Assert.Null(gateway.Find(text));
    }

    [Fact]
    public async Task File_HoldsNoTextOfAKey()
    {
        var (_, text) = await new KeyManager(new SqliteKeyStore(Open()), TimeProvider.System)
            .CreateAsync(new ApiKey { Id = 0, Name = "k", Hash = default, Created = default });
        await _ledgers[0].DisposeAsync();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder.File("x"))!))
        {
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text[14..40])) >= 0, file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ledger in _ledgers)
        {
            await ledger.DisposeAsync();
        }

        _folder.Dispose();
    }

    protected override (IKeyStore Keys, ISpendingStore Spending) Create()
    {
        var store = new SqliteKeyStore(Open());
        return (store, store);
    }

    private SqliteLedger Open()
    {
        var ledger = SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("ledger.db")));
        _ledgers.Add(ledger);
        return ledger;
    }
}
