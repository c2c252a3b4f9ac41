using Loadline.Core.Ledger;
using Loadline.Testing;
using Loadline.Testing.Ledger;

namespace Loadline.Core.Tests.Ledger;

public sealed class MemoryLedgerTests : LedgerConformance
{
    [Fact]
    public async Task Append_BeyondItsSize_LetsTheOldestGo()
    {
        await using var ledger = new MemoryLedger(100);
        var rows = LedgerSamples.Many(150, TimeSpan.FromSeconds(1));

        await ledger.AppendAsync(rows);

        Assert.Null(await ledger.FindAsync(rows[49].Decision.Id));
        Assert.NotNull(await ledger.FindAsync(rows[50].Decision.Id));
    }

    protected override ILedger Create() => new MemoryLedger(10_000);
}
