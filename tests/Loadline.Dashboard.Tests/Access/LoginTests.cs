using System.Net;
using Loadline.Core.Keys;
using Loadline.Dashboard.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Dashboard.Tests.Access;

/// <summary>Who gets in, with what, and for how long.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task Page_WithoutSession_ShowsTheLoginAndNothingElse()
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = new Visitor(world.Address);
        var page = await visitor.GetAsync("/keys");
        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Contains("name=\"next\" value=\"/loadline/dashboard/keys\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<nav", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_WithTheAdminKey_OpensByACookieThatScriptsAndStrangersCannotUse()
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = new Visitor(world.Address);
        var answer = await visitor.LoginAsync(DashboardWorld.AdminKey, next: "/loadline/dashboard/keys");
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("/loadline/dashboard/keys", answer.Header("Location"));
        var cookie = answer.Header("Set-Cookie");
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/loadline/dashboard", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(DashboardWorld.AdminKey, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/keys")).Status);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/loadline/dashboard")]
    [InlineData("/loadline/dashboard\\..\\..")]
    [InlineData("/loadline/dashboardx")]
    [InlineData("")]
    public async Task Login_NextElsewhere_LeadsToTheOverview(string next)
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = new Visitor(world.Address);
        Assert.Equal("/loadline/dashboard", (await visitor.LoginAsync(DashboardWorld.AdminKey, next: next)).Header("Location"));
    }

    [Fact]
    public async Task Login_FormFromElsewhere_IsRefused()
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = new Visitor(world.Address);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.LoginAsync(DashboardWorld.AdminKey, token: new string('0', 64))).Status);
        using var other = new Visitor(world.Address);
        var foreign = Visitor.Token((await other.GetAsync("")).Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.LoginAsync(DashboardWorld.AdminKey, token: foreign)).Status);
    }

    [Fact]
    public async Task Login_ManyWrongKeys_HasToWaitEvenWithTheRightOne()
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = new Visitor(world.Address);
        var status = HttpStatusCode.Unauthorized;
        for (var i = 0; i < 40 && status == HttpStatusCode.Unauthorized; i++)
        {
            status = (await visitor.LoginAsync("wrong")).Status;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }

    [Fact]
    public async Task Login_CallersKey_IsToldThatItsRoleMayNotLook()
    {
        await using var world = await DashboardWorld.StartAsync();
        var (_, text) = await world.KeyAsync("caller");
        using var visitor = new Visitor(world.Address);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.LoginAsync(text)).Status);
    }

    [Fact]
    public async Task Session_WhoseKeyIsRevoked_IsOver()
    {
        await using var world = await DashboardWorld.StartAsync();
        var (key, text) = await world.KeyAsync("viewer");
        using var visitor = await Visitor.LoginAsync(world.Address, text);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("")).Status);
        await world.Services.GetRequiredService<KeyManager>().RevokeAsync(key.Id);
        await world.Services.GetRequiredService<KeyRing>().RefreshAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("")).Status);
    }

    [Fact]
    public async Task Viewer_MayLookAndNotChange()
    {
        await using var world = await DashboardWorld.StartAsync();
        var (_, text) = await world.KeyAsync("viewer");
        using var visitor = await Visitor.LoginAsync(world.Address, text);
        var keys = await visitor.GetAsync("/keys");
        Assert.Contains("Keys are shown to admins only", keys.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync("/keys", ("name", "mine"), ("role", "admin"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/playground")).Status);
        Assert.Single(await world.Services.GetRequiredService<KeyRing>().Store.ListAsync());
    }

    [Fact]
    public async Task Logout_EndsTheSessionOnTheServer()
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = await Visitor.LoginAsync(world.Address, DashboardWorld.AdminKey);
        var cookie = visitor.Cookies.Single(one => one.Name.StartsWith("loadline-session", StringComparison.Ordinal));
        await visitor.SubmitAsync("", "/logout");
        using var thief = new Visitor(world.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("", ("Cookie", $"{cookie.Name}={cookie.Value}"))).Status);
    }

    [Fact]
    public async Task OpenGateway_FirstKey_ClosesTheDashboardToo()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        using var visitor = new Visitor(world.Address);
        var made = await visitor.SubmitAsync("/keys", "/keys", ("name", "first"), ("role", "admin"));
        Assert.Contains("This is the only time", made.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/keys")).Status);
    }
}
