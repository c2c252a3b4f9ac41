using Loadline.Core.Ledger;
using Loadline.Testing;

namespace Loadline.Storage.Sqlite.Tests;

public sealed class SqliteLedgerTests : LedgerConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ILedger Create() => SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("ledger.db")));
}
