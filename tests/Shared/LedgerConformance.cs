using Loadline.Core.Ledger;
using Loadline.Testing.Ledger;

namespace Loadline.Testing;

/// <summary>Runs the ledger kit under xunit; an engine's test class derives from it.</summary>
public abstract class LedgerConformance
{
    public static TheoryData<string> Names => [.. LedgerKit.Checks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Engine_KeepsTheContract(string check)
    {
        await using var ledger = Create();
        await LedgerKit.Checks[check](ledger);
    }

    protected abstract ILedger Create();
}
