using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;

namespace Loadline.Gateway.Tests.Errors;

/// <summary>Web pages of strangers may not read an open gateway by a name that they let point to this machine.</summary>
public sealed class HostTests
{
    private const string Config = """
        version: 1
        providers: { simulated: { dialect: simulated } }
        models: { small: { provider: simulated, name: small } }
        server: { allowed_origins: ["https://loadline.example.com"] }
        """;

    [Theory]
    [InlineData("localhost:4242", 200)]
    [InlineData("app.localhost", 200)]
    [InlineData("127.0.0.1:4242", 200)]
    [InlineData("[::1]:4242", 200)]
    [InlineData("192.168.1.5", 200)]
    [InlineData("loadline.example.com", 200)]
    [InlineData("evil.example.com:4242", 421)]
    [InlineData("localhost.evil.example.com", 421)]
    [InlineData("127.0.0.1.evil.example.com", 421)]
    public async Task Get_ByAName_IsAnsweredOnlyByOnesOwn(string host, int status)
    {
        await using var gateway = await TestGateway.StartAsync(Config);
        foreach (var path in new[] { "/loadline/decisions", "/loadline/stats", "/loadline/keys", "/loadline/openapi.json", "/metrics" })
        {
            Assert.Equal(status, await StatusAsync(gateway, path, host));
        }
    }

    [Fact]
    public async Task Get_ByAnyName_IsAnsweredWhereAKeyOpens()
    {
        await using var gateway = await TestGateway.StartAsync(Config);
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Role = "admin" });
        Assert.Equal(401, await StatusAsync(gateway, "/loadline/stats", "evil.example.com"));
        Assert.Equal(200, await StatusAsync(gateway, "/loadline/stats", "evil.example.com", $"Authorization: Bearer {key}\r\n"));
    }

    private static async Task<int> StatusAsync(TestGateway gateway, string path, string host, string more = "")
    {
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n");
        return (await Answer.ReadAsync(client)).Status;
    }
}
