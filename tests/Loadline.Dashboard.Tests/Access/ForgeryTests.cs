using System.Net;
using System.Net.Http.Json;
using Loadline.Core.Keys;
using Loadline.Dashboard.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Dashboard.Tests.Access;

/// <summary>What strangers' pages can make a browser do: nothing.</summary>
public sealed class ForgeryTests
{
    [Theory]
    [InlineData("/keys")]
    [InlineData("/keys/0000000000/revoke")]
    [InlineData("/keys/0000000000/rotate")]
    [InlineData("/audits/01M7YB7ESV76G4M9CYRSAFDF77")]
    [InlineData("/logout")]
    public async Task Post_WithoutThisSessionsToken_ChangesNothing(string path)
    {
        await using var world = await DashboardWorld.StartAsync();
        using var visitor = await Visitor.LoginAsync(world.Address, DashboardWorld.AdminKey);
        using var other = await Visitor.LoginAsync(world.Address, DashboardWorld.AdminKey);
        var foreign = Visitor.Token((await other.GetAsync("/keys")).Text);
        Assert.NotEqual("", foreign);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PostAsync(path, ("name", "x"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PostAsync(path, ("name", "x"), ("csrf", foreign))).Status);
        Assert.Empty(await world.Services.GetRequiredService<KeyRing>().Store.ListAsync());
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Playground_WithoutTheToken_SpendsNothing(bool isOpen)
    {
        await using var world = await DashboardWorld.StartAsync(isOpen);
        using var visitor = new Visitor(world.Address);
        if (!isOpen)
        {
            await visitor.LoginAsync(DashboardWorld.AdminKey);
        }

        using var body = JsonContent.Create(new { model = "auto", messages = new[] { new { role = "user", content = "hello" } } });
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SendAsync(HttpMethod.Post, "/playground/chat", body)).Status);
        Assert.Empty(world.Ledger.Recent(10));
    }

    [Theory]
    [InlineData("evil.example", true, HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", true, HttpStatusCode.OK)]
    [InlineData("[::1]:80", true, HttpStatusCode.OK)]
    [InlineData("loadline.example", false, HttpStatusCode.Unauthorized)]
    public async Task Host_StrangeNameWhereNoKeyIsAskedFor_IsRefused(string host, bool isOpen, HttpStatusCode expected)
    {
        await using var world = await DashboardWorld.StartAsync(isOpen);
        using var visitor = new Visitor(world.Address);
        Assert.Equal(expected, (await visitor.GetAsync("", ("Host", host))).Status);
    }

    [Fact]
    public async Task EveryPage_RunsAndLoadsNothingButOurOwn()
    {
        await using var world = await DashboardWorld.StartAsync();
        await world.WorkAsync(20);
        var id = await world.AskHostileAsync();
        using var visitor = await Visitor.LoginAsync(world.Address, DashboardWorld.AdminKey);
        foreach (var path in (string[])["", "/decisions", "/decisions/" + id, "/decisions?q=%3Cscript%3E", "/routes", "/models", "/keys", "/audits", "/playground", "/setup", "/decisions/nothing"])
        {
            var page = await visitor.GetAsync(path);
            Assert.DoesNotContain("unsafe", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("no-store", page.Header("Cache-Control"));
            Assert.DoesNotMatch("<script(?! src=\"/loadline/dashboard/assets/)", page.Text);
            Assert.DoesNotMatch("<style|<[^>]+\\sstyle=|<[^>]+\\son[a-z]+=|(src|href)=\"(https?:)?//|javascript:", page.Text);
            Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
            Assert.True(page.Text.Length < 150_000, $"{path}: {page.Text.Length} characters");
        }
    }
}
