using Loadline.Core.Keys;
using Loadline.Testing;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Keys;

public sealed class KeyRingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryKeyStore _store = new();
    private readonly KeyRing _ring;
    private readonly KeyManager _manager;

    public KeyRingTests()
    {
        _ring = new KeyRing(_store, _time);
        _manager = new KeyManager(_store, _time);
    }

    [Fact]
    public async Task Find_NewKey_IsKnownAfterRefreshOnly()
    {
        var (key, text) = await CreateAsync();
        Assert.Null(_ring.Find(text));
        Assert.False(_ring.HasKeys);

        Assert.True(await _ring.RefreshAsync());
        Assert.Equal(key.Id, _ring.Find(text)!.Id);
        Assert.True(_ring.HasKeys);
        Assert.False(await _ring.RefreshAsync());
    }

    [Fact]
    public async Task Find_RightIdWrongSecret_OpensNothing()
    {
        var (key, _) = await CreateAsync();
        await _ring.RefreshAsync();
        Assert.Null(_ring.Find(ApiKeyText.Write(key.Id, new byte[32])));
    }

    [Fact]
    public async Task Find_Expired_OpensNothing()
    {
        var (_, text) = await CreateAsync(new ApiKey { Id = 0, Name = "k", Hash = default, Created = default, Expires = _time.GetUtcNow().AddHours(1) });
        await _ring.RefreshAsync();
        Assert.NotNull(_ring.Find(text));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_ring.Find(text));
    }

    [Fact]
    public async Task Find_Revoked_OpensNothingAndStaysListed()
    {
        var (key, text) = await CreateAsync();
        await _manager.RevokeAsync(key.Id);
        await _ring.RefreshAsync();
        Assert.Null(_ring.Find(text));
        Assert.NotNull(Assert.Single(await _store.ListAsync()).Revoked);
        Assert.True(_ring.HasKeys);
        Assert.Null(await _manager.RotateAsync(key.Id, TimeSpan.Zero));
    }

    [Fact]
    public async Task Find_Rotated_OldOpensForTheOverlapOnly()
    {
        var (key, old) = await CreateAsync();
        var (_, fresh) = (await _manager.RotateAsync(key.Id, TimeSpan.FromMinutes(10)))!.Value;
        await _ring.RefreshAsync();
        Assert.Equal(key.Id, _ring.Find(old)!.Id);
        Assert.Equal(key.Id, _ring.Find(fresh)!.Id);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_ring.Find(old));
        Assert.NotNull(_ring.Find(fresh));
    }

    [Fact]
    public async Task Store_NeverHoldsTheText()
    {
        var (_, text) = await CreateAsync();
        var kept = Assert.Single(await _store.ListAsync());
        Assert.DoesNotContain(text[14..57], System.Text.Json.JsonSerializer.Serialize(kept), StringComparison.Ordinal);
        Assert.Equal(32, kept.Hash.Length);
    }

    [Fact]
    public async Task Find_AllocatesNothing()
    {
        var (_, text) = await CreateAsync();
        await _ring.RefreshAsync();
        _ring.Find(text);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _ring.Find(text);
            }
        }));
    }

    [Fact]
    public void Scope_EmptyListsAllowAll_OthersOnlyWhatTheyName()
    {
        var scope = new KeyScope { Routes = ["auto"], Models = ["small"] };
        Assert.True(scope.AllowsRoute("auto"));
        Assert.False(scope.AllowsRoute("Auto"));
        Assert.False(scope.AllowsModel("large"));
        Assert.True(KeyScope.All.AllowsModel("large"));
    }

    private ValueTask<(ApiKey Key, string Text)> CreateAsync(ApiKey? draft = null) =>
        _manager.CreateAsync(draft ?? new ApiKey { Id = 0, Name = "k", Hash = default, Created = default });
}
