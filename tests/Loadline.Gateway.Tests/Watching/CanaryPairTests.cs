using Loadline.Core.Configuration;
using Loadline.Core.Watching;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Watching;

/// <summary>A canary's result is there to read: both of its sides are compared with the reference on the same requests.</summary>
public sealed class CanaryPairTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Canary_AuditsOfBothSides_AreItsPairs(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("bad"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        var certificate = CertifiedGateway.Certify(_folder, Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit) + CertifiedGateway.Graders);
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(a.BaseUrl, b.BaseUrl, CertifiedGateway.Audit, CertifiedGateway.Mode("canary 50%", certificate)) + CertifiedGateway.Graders);

        for (var i = 0; i < 6; i++)
        {
            await gateway.AskAsync(Bodies.Chat(streaming), ("x-session-id", "s" + (i / 2)));
            await gateway.AuditedAsync();
        }

        var canary = (await gateway.GetJsonAsync("/loadline/routes/auto")).GetProperty("canary");
        Assert.Equal((6, 3, 6), (canary.GetProperty("audits").GetInt32(), canary.GetProperty("sessions").GetInt32(), canary.GetProperty("pairs").GetInt32()));
        Assert.Equal(-1, canary.GetProperty("difference").GetProperty("value").GetDouble());
        Assert.Equal("wait", canary.GetProperty("advice").GetString());
        Assert.Contains("\"canary\":{\"audits\":6,", (await gateway.SendAsync("GET", "/loadline/stats")).Body, StringComparison.Ordinal);

        // The config's canary with another share goes on; another canary begins with nothing; what is not one adds nothing.
        var keeper = gateway.Services.GetRequiredService<RouteKeeper>();
        Assert.Null(await keeper.SetModeAsync("auto", new RouteModeSetting(RouteMode.Canary, 0.25), "Ida", "less"));
        Assert.Equal(6, (await gateway.GetJsonAsync("/loadline/routes/auto")).GetProperty("canary").GetProperty("audits").GetInt32());
        Assert.Null(await keeper.SetModeAsync("auto", new RouteModeSetting(RouteMode.Observe, 0), "Ida", "a break"));
        Assert.Null(await keeper.SetModeAsync("auto", new RouteModeSetting(RouteMode.Canary, 0.5), "Ida", "again"));
        Assert.False((await gateway.GetJsonAsync("/loadline/routes/auto")).TryGetProperty("canary", out var none) && none.ValueKind == System.Text.Json.JsonValueKind.Object);
        Assert.Null(await keeper.SetModeAsync("auto", new RouteModeSetting(RouteMode.Observe, 0), "Ida", "enough"));
        await gateway.AskAsync(Bodies.Chat(streaming));
        await gateway.AuditedAsync();
        Assert.False((await gateway.GetJsonAsync("/loadline/routes/auto")).TryGetProperty("canary", out none) && none.ValueKind == System.Text.Json.JsonValueKind.Object);
    }
}
