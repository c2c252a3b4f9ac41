using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Configuration;
using Loadline.Gateway.Tests.Kit;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Upstreams;

/// <summary>What a provider of each kind receives of a caller's request.</summary>
public sealed class ProviderCallsTests
{
    private const string Chat = """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private const string Claude = """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";
    private const string Gemini = """{"candidates":[{"content":{"role":"model","parts":[{"text":"ok"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""";
    private const string Bedrock = """{"output":{"message":{"role":"assistant","content":[{"text":"ok"}]}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}""";

    [Theory]
    [InlineData("dialect: openai-chat, api_key: k", Dialect.OpenAIChat, Chat, "/v1/chat/completions", "Authorization", "Bearer k")]
    [InlineData("server: azure, api_version: 2024-10-21, api_key: k", Dialect.OpenAIChat, Chat, "/openai/deployments/row-0/chat/completions?api-version=2024-10-21", "api-key", "k")]
    [InlineData("dialect: anthropic, api_key: k", Dialect.Anthropic, Claude, "/v1/messages", "x-api-key", "k")]
    [InlineData("dialect: gemini, api_key: k", Dialect.Gemini, Gemini, "/v1/models/row-0:generateContent", "x-goog-api-key", "k")]
    [InlineData("dialect: bedrock, api_key: k", Dialect.Bedrock, Bedrock, "/v1/model/row-0/converse", "Authorization", "Bearer k")]
    public async Task Ask_InTwoDialects_ReachesTheProviderInItsOwn(string provider, Dialect dialect, string reply, string path, string keyHeader, string key)
    {
        await using var upstream = Replay(dialect, reply);
        await using var gateway = await TestGateway.StartAsync(Config(upstream, provider));

        var chat = await gateway.PostAsync("/v1/chat/completions", Bodies.Chat(false, "m"), ("Authorization", "Bearer callers"), ("OpenAI-Organization", "callers"));
        var messages = await gateway.PostAsync(
            "/v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""", ("x-api-key", "callers"), ("anthropic-version", "2023-06-01"), ("anthropic-beta", "b"));

        Assert.Equal((200, 200), (chat.Status, messages.Status));
        Assert.Equal("ok", chat.Json().GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("ok", messages.Json().GetProperty("content")[0].GetProperty("text").GetString());
        Assert.All(upstream.Requests, request => Assert.Equal((path, key), (request.Path, request.Header(keyHeader))));
        Assert.All(upstream.Requests, request => Assert.DoesNotContain(request.Headers, header => header.Value.Contains("callers", StringComparison.Ordinal)));
        Assert.Equal(
            dialect == Dialect.Anthropic ? ["2023-06-01", "2023-06-01 b"] : ["", ""],
            upstream.Requests.Select(request => (request.Header("anthropic-version") + " " + request.Header("anthropic-beta")).Trim()));
    }

    [Theory]
    [InlineData("dialect: openai-chat", Dialect.OpenAIChat, Chat)]
    [InlineData("dialect: bedrock", Dialect.Bedrock, Bedrock)]
    public async Task Ask_WithAnAccessKey_SignsWhatIsSent(string provider, Dialect dialect, string reply)
    {
        await using var upstream = Replay(dialect, reply);
        await using var gateway = await TestGateway.StartAsync(Config(upstream, provider + ", region: us-east-1, access_key_id: AKID, secret_access_key: s/1+, session_token: t="));

        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "m"))).Status);

        var sent = Assert.Single(upstream.Requests);
        var when = DateTimeOffset.ParseExact(sent.Header("x-amz-date")!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var expected = new SigV4Signer(new AwsCredentials(new Secret("AKID"), new Secret("s/1+"), new Secret("t=")), "us-east-1", "bedrock").Sign(
            sent.Method, sent.Header("Host")!, sent.Path, "", Convert.ToHexStringLower(SHA256.HashData(sent.Body.Span)), when);
        Assert.Equal((expected.Authorization, "t="), (sent.Header("Authorization"), sent.Header("x-amz-security-token")));
    }

    [Theory]
    [InlineData("mistral", """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""", "\"stream_options\"", "", false)]
    [InlineData("openai", """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""", "", "\"include_usage\":true", false)]
    [InlineData("mistral", """{"model":"m","seed":7,"messages":[{"role":"user","content":"x"}]}""", "\"seed\"", "\"random_seed\":7", true)]
    [InlineData("deepseek", """{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}}""", "json_schema", "json_object", true)]
    [InlineData("generic", """{"model":"m","seed":7,"messages":[{"role":"user","content":"x"}]}""", "random_seed", "\"seed\":7", true)]
    public async Task Ask_ServerThatDiffersWithinItsDialect_GetsWhatItTakes(string server, string body, string absent, string present, bool isWhole)
    {
        await using var upstream = Replay(Dialect.OpenAIChat, Chat);
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "server: " + server));

        var answer = await gateway.AskAsync(body);

        // The reply made up here is no stream, so where one is asked for the next attempts send the same.
        var sent = upstream.Requests.First().BodyText;
        Assert.True(absent.Length == 0 || !sent.Contains(absent, StringComparison.Ordinal), sent);
        Assert.Contains(present, sent, StringComparison.Ordinal);
        Assert.True(!isWhole || answer.Status == 200, answer.Body);
    }

    [Fact]
    public async Task Embeddings_AtGemini_GoToItsCompatibleSurface()
    {
        await using var upstream = Replay(Dialect.OpenAIChat, """{"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[1]}],"usage":{"prompt_tokens":1,"total_tokens":1}}""");
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "dialect: gemini, api_key: k").Replace("row-0", "row-0, can: [embeddings]", StringComparison.Ordinal));

        var answer = await gateway.PostAsync("/v1/embeddings", """{"model":"m","input":"x"}""");

        Assert.True(answer.Status == 200, answer.Body);
        var sent = Assert.Single(upstream.Requests);
        Assert.Equal(("/v1/openai/embeddings", "Bearer k", null), (sent.Path, sent.Header("Authorization"), sent.Header("x-goog-api-key")));
    }

    [Fact]
    public async Task Embeddings_AtAnthropic_AreRefusedWithoutACall()
    {
        await using var upstream = Replay(Dialect.Anthropic, Claude);
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "dialect: anthropic, api_key: k"));

        var answer = await gateway.PostAsync("/v1/embeddings", """{"model":"m","input":"x"}""");

        Assert.Equal(400, answer.Status);
        Assert.Empty(upstream.Requests);
    }

    private static ReplayUpstream Replay(Dialect dialect, string reply) =>
        ReplayUpstream.Start([new RecordedChat("made up", dialect, 200, false, "", [], Encoding.UTF8.GetBytes(reply))], 1);

    private static string Config(ReplayUpstream upstream, string provider)
    {
        var url = provider.Contains("api_version", StringComparison.Ordinal) ? new Uri(upstream.BaseUrl, "/") : upstream.BaseUrl;
        return $$"""
            version: 1
            providers: { p: { {{provider}}, url: "{{url}}" } }
            models: { m: { provider: p, name: row-0 } }
            """;
    }
}
