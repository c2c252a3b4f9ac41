using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Testing.Keys;

namespace Loadline.Testing;

/// <summary>Runs the key store kit under xunit; a store's test class derives from it.</summary>
public abstract class KeyStoreConformance
{
    public static TheoryData<string> Names => [.. KeyStoreKit.Checks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Store_KeepsTheContract(string check)
    {
        var (keys, spending) = Create();
        await KeyStoreKit.Checks[check](keys, spending);
    }

    protected abstract (IKeyStore Keys, ISpendingStore Spending) Create();
}
