using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Testing;

namespace Loadline.Core.Tests.Keys;

public sealed class MemoryKeyStoreTests : KeyStoreConformance
{
    protected override (IKeyStore Keys, ISpendingStore Spending) Create()
    {
        var store = new MemoryKeyStore();
        return (store, store);
    }
}
