using Loadline.Core.Keys;
using Loadline.Dashboard.Access;
using Loadline.Testing;

namespace Loadline.Dashboard.Tests.Access;

public sealed class SessionStoreTests
{
    private static readonly DashboardSession Somebody = new(KeyRole.Viewer, null, false, false, "");

    [Fact]
    public void Find_Unused_EndsAfterTheIdleTime()
    {
        var time = new FakeTimeProvider();
        var store = new SessionStore(time);
        store.Add("cookie", Somebody);
        time.Advance(SessionStore.Idle);
        Assert.Same(Somebody, store.Find("cookie"));
        time.Advance(SessionStore.Idle + TimeSpan.FromSeconds(1));
        Assert.Null(store.Find("cookie"));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void Find_UsedAllTheTime_EndsAfterADay()
    {
        var time = new FakeTimeProvider();
        var store = new SessionStore(time);
        store.Add("cookie", Somebody);
        for (var i = 0; i < 6; i++)
        {
            time.Advance(SessionStore.Age / 6);
            Assert.NotNull(store.Find("cookie"));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(store.Find("cookie"));
    }

    [Fact]
    public void Add_BeyondTheMost_EndsThoseUnusedForLongest()
    {
        var time = new FakeTimeProvider();
        var store = new SessionStore(time);
        for (var i = 0; i <= SessionStore.Most; i++)
        {
            store.Add($"cookie {i}", Somebody);
            time.Advance(TimeSpan.FromMilliseconds(1));
            store.Find("cookie 0");
        }

        Assert.Equal(SessionStore.Most, store.Count);
        Assert.NotNull(store.Find("cookie 0"));
        Assert.Null(store.Find("cookie 1"));
    }
}
