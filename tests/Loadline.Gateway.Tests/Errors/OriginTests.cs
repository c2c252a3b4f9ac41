using Loadline.Gateway.Tests.Kit;

namespace Loadline.Gateway.Tests.Errors;

/// <summary>Web pages of strangers may not spend this machine's money through its user's browser.</summary>
public sealed class OriginTests
{
    private const string Config = """
        version: 1
        providers: { simulated: { dialect: simulated } }
        models: { small: { provider: simulated, name: small, can: [tools, embeddings] } }
        server: { allowed_origins: ["https://chat.example.com"] }
        """;

    [Theory]
    [InlineData(null, 200)]
    [InlineData("http://localhost:3000", 200)]
    [InlineData("http://127.0.0.1:5173", 200)]
    [InlineData("http://[::1]:5173", 200)]
    [InlineData("https://chat.example.com", 200)]
    [InlineData("https://evil.example.com", 403)]
    [InlineData("https://localhost.evil.example.com", 403)]
    [InlineData("http://127.0.0.1.evil.example.com", 403)]
    [InlineData("https://chat.example.com.evil.example.com", 403)]
    [InlineData("file://localhost", 403)]
    [InlineData("null", 403)]
    public async Task Post_FromAWebPage_IsServedOnlyWhereItsOriginIsAllowed(string? origin, int status)
    {
        await using var gateway = await TestGateway.StartAsync(Config);
        (string, string)[] headers = origin is null ? [] : [("Origin", origin)];

        var chat = await gateway.AskAsync(Bodies.Chat(streaming: false, model: "small"), headers);
        var embeddings = await gateway.PostAsync("/v1/embeddings", """{"model":"small","input":"x"}""", headers);

        Assert.Equal((status, status), (chat.Status, embeddings.Status));
        if (status == 403)
        {
            Assert.Equal("origin_not_allowed", chat.Code);
            Assert.Contains("server.allowed_origins", chat.Message, StringComparison.Ordinal);
        }
    }
}
