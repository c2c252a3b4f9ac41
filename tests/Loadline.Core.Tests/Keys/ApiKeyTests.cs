using Loadline.Core.Keys;

namespace Loadline.Core.Tests.Keys;

public sealed class ApiKeyTests
{
    [Fact]
    public void TenantScope_CopiedKey_IsOfItsOwnTeamAndScope()
    {
        var key = new ApiKey { Id = 1, Name = "k", Hash = default, Created = default, Team = "search", Scope = new KeyScope { Models = ["small"] } };
        Assert.Equal(("search", "small"), (key.TenantScope.Tenant, key.TenantScope.Models[0]));

        var narrower = key with { Scope = new KeyScope { Models = ["large"] } };
        Assert.Equal(("search", "large"), (narrower.TenantScope.Tenant, narrower.TenantScope.Models[0]));
        Assert.Equal("shop", (key with { Team = "shop" }).TenantScope.Tenant);
        Assert.Null((key with { Team = null }).TenantScope.Tenant);
        Assert.Same(key.TenantScope, key.TenantScope);
        Assert.Equal(KeyScope.All, new ApiKey { Id = 1, Name = "k", Hash = default, Created = default }.TenantScope);
    }
}
