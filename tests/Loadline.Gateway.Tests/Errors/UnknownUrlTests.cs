using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Errors;

/// <summary>Wrong addresses and wrong methods are told apart, in OpenAI's envelope.</summary>
public sealed class UnknownUrlTests
{
    [Theory]
    [InlineData("GET", "/v1/chat/completions", "POST")]
    [InlineData("PUT", "/v1/chat/completions", "POST")]
    [InlineData("OPTIONS", "/v1/embeddings", "POST")]
    [InlineData("POST", "/v1/models", "GET")]
    [InlineData("DELETE", "/v1/models/auto", "POST, GET")]
    [InlineData("POST", "/", "GET, HEAD")]
    [InlineData("POST", "/metrics", "GET")]
    [InlineData("DELETE", "/loadline/decisions/x", "GET")]
    [InlineData("POST", "/loadline/openapi.json", "GET")]
    public async Task Send_WrongMethod_Is405WithAllow(string method, string path, string allow)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.SendAsync(method, path);

        Assert.Equal((405, allow, "method_not_allowed"), (answer.Status, answer.Header("Allow"), answer.Code));
        Assert.Contains("Use " + allow.Replace(", ", " or ", StringComparison.Ordinal), answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/v1/completions")]
    [InlineData("GET", "/v1/files/report.json")]
    [InlineData("GET", "/favicon.ico")]
    [InlineData("POST", "/chat/completions")]
    [InlineData("GET", "/loadline/nothing")]
    [InlineData("GET", "/..%2f..%2fetc/passwd")]
    public async Task Send_UnknownUrl_Is404AndSaysWhatIsServed(string method, string path)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.SendAsync(method, path);

        Assert.Equal((404, "unknown_url"), (answer.Status, answer.Code));
        Assert.Contains("POST /v1/chat/completions", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "/")]
    [InlineData("HEAD", "/healthz")]
    [InlineData("HEAD", "/readyz")]
    [InlineData("GET", "/")]
    public async Task Send_FrontDoor_Answers(string method, string path)
    {
        await using var gateway = await StartAsync();

        Assert.Equal(200, (await gateway.SendAsync(method, path)).Status);
    }

    [Fact]
    public async Task Head_Chat_Is405WithoutABody()
    {
        await using var gateway = await StartAsync();
        await using var client = await gateway.ConnectAsync();

        await client.SendAsync("HEAD /v1/chat/completions HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(405, (await client.ReadHeadAsync()).Status);

        // A body would be taken for the next answer.
        await client.GetAsync("/healthz");
        Assert.Equal(200, (await client.ReadHeadAsync()).Status);
    }

    private static async Task<TestGateway> StartAsync()
    {
        await using var upstream = FakeUpstream.Start();
        return await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
    }
}
