using System.Net;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Dashboard.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Dashboard.Tests.Pages;

public sealed class RouteTests
{
    [Fact]
    public async Task Mode_ChangedByAnOperator_IsInForceAndKeptWithItsReason()
    {
        await using var world = await DashboardWorld.StartAsync();
        var (_, text) = await world.KeyAsync("operator");
        using var visitor = await Visitor.LoginAsync(world.Address, text);
        var snapshots = world.Services.GetRequiredService<SnapshotHolder>();
        var canary = await visitor.SubmitAsync("/routes", "/routes/auto", ("mode", "canary"), ("share", "25"), ("why", DashboardWorld.Hostile));
        Assert.Contains("25% of the sessions", canary.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script data-stranger", canary.Text, StringComparison.Ordinal);
        Assert.Equal(new RouteModeSetting(RouteMode.Canary, 0.25), snapshots.Current.Find("auto")!.Serving.Mode);
        await visitor.SubmitAsync("/routes", "/routes/auto", ("mode", "observe"), ("why", "back"));
        Assert.Equal(RouteMode.Observe, snapshots.Current.Find("auto")!.Serving.Mode.Mode);
        var page = await visitor.GetAsync("/routes");
        Assert.Contains("key operator", page.Text, StringComparison.Ordinal);
        Assert.Contains("rolled back", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary", "0", "why")]
    [InlineData("canary", "100", "why")]
    [InlineData("canary", "x", "why")]
    [InlineData("fly", "10", "why")]
    [InlineData("observe", "10", "")]
    public async Task Mode_ThatIsNone_ChangesNothing(string mode, string share, string why)
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = await Visitor.LoginAsync(world.Address, DashboardWorld.AdminKey);
        var answer = await visitor.SubmitAsync("/routes", "/routes/auto", ("mode", mode), ("share", share), ("why", why));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("id=\"problem\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(RouteMode.Enforce, world.Services.GetRequiredService<SnapshotHolder>().Current.Find("auto")!.Serving.Mode.Mode);
    }

    [Fact]
    public async Task Mode_AViewer_MayNotChange()
    {
        await using var world = await DashboardWorld.StartAsync();
        var (_, text) = await world.KeyAsync("viewer");
        using var visitor = await Visitor.LoginAsync(world.Address, text);
        Assert.DoesNotContain("Change its mode", (await visitor.GetAsync("/routes")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync("/routes/auto", ("mode", "observe"), ("why", "x"))).Status);
    }
}
