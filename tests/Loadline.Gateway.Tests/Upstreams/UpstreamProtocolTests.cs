using System.Text;
using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Tests.Upstreams;

/// <summary>Where each provider is called, and what it is shown.</summary>
public sealed class UpstreamProtocolTests
{
    private const string Azure = "{ url: \"https://acme.openai.azure.com\", api_key: k }";
    private const string DatedAzure = "{ url: \"https://acme.openai.azure.com\", api_key: k, api_version: 2024-10-21 }";
    private const string Claude = "{ dialect: anthropic, url: \"https://api.anthropic.com/v1/\", api_key: k }";
    private const string Google = "{ dialect: gemini, url: \"https://generativelanguage.googleapis.com/v1beta\", api_key: k }";
    private const string Vertex = "{ dialect: gemini, url: \"https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/publishers/google\", api_key: k }";
    private const string Bedrock = "{ region: us-east-1, api_key: k }";
    private const string Signed = "{ region: us-east-1, access_key_id: AKID, secret_access_key: s, session_token: t }";

    /// <summary>Provider, operation, model, stream, address.</summary>
    public static TheoryData<string, string, string, bool, string?> Addresses { get; } = new()
    {
        { "{ url: \"http://h/v1\" }", "Chat", "m", true, "http://h/v1/chat/completions" },
        { "{ url: \"http://h/v1\" }", "Embeddings", "m", false, "http://h/v1/embeddings" },
        { "{ url: \"http://h/v1\" }", "Models", "", false, "http://h/v1/models" },
        { "{ url: \"http://h/v1\" }", "CountTokens", "m", false, null },
        { "{ dialect: openai-responses, url: \"http://h/v1\" }", "Chat", "m", true, "http://h/v1/responses" },
        { "{ dialect: openai-responses, url: \"http://h/v1\" }", "CountTokens", "m", false, "http://h/v1/responses/input_tokens" },
        { Azure, "Chat", "gpt", false, "https://acme.openai.azure.com/openai/v1/chat/completions" },
        { DatedAzure, "Chat", "my gpt", false, "https://acme.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21" },
        { DatedAzure, "Embeddings", "e", false, "https://acme.openai.azure.com/openai/deployments/e/embeddings?api-version=2024-10-21" },
        { DatedAzure, "Models", "", false, "https://acme.openai.azure.com/openai/models?api-version=2024-10-21" },
        { Claude, "Chat", "m", true, "https://api.anthropic.com/v1/messages" },
        { Claude, "CountTokens", "m", false, "https://api.anthropic.com/v1/messages/count_tokens" },
        { Claude, "Models", "", false, "https://api.anthropic.com/v1/models" },
        { Claude, "Embeddings", "m", false, null },
        { Google, "Chat", "gemini-2.5-flash", false, "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent" },
        { Google, "Chat", "tunedModels/a b", true, "https://generativelanguage.googleapis.com/v1beta/tunedModels/a%20b:streamGenerateContent?alt=sse" },
        { Google, "CountTokens", "g", false, "https://generativelanguage.googleapis.com/v1beta/models/g:countTokens" },
        { Google, "Embeddings", "g", false, "https://generativelanguage.googleapis.com/v1beta/openai/embeddings" },
        { Google, "Models", "", false, "https://generativelanguage.googleapis.com/v1beta/models" },
        { Vertex, "Chat", "g", false, "https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/publishers/google/models/g:generateContent" },
        { Vertex, "Embeddings", "g", false, null },
        { Bedrock, "Chat", "anthropic.claude-v1:0", false, "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v1%3A0/converse" },
        { Bedrock, "Chat", "arn:aws:bedrock:us-east-1:1:inference-profile/p", true, "https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fp/converse-stream" },
        { Bedrock, "CountTokens", "m", false, "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/count-tokens" },
        { Bedrock, "Models", "", false, null },
        { Bedrock, "Embeddings", "m", false, null },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Find_Operation_IsThatProvidersAddress(string provider, string operation, string model, bool stream, string? expected)
    {
        var protocol = Protocol(provider);
        var address = protocol.Find(Enum.Parse<UpstreamOperation>(operation), model, stream);
        Assert.Equal(expected, address?.AbsoluteUri);
        Assert.Same(address, protocol.Find(Enum.Parse<UpstreamOperation>(operation), model, stream));
    }

    [Theory]
    [InlineData("{ url: \"http://h/v1\", api_key: k }", "Authorization: Bearer k")]
    [InlineData("{ url: \"http://h/v1\", api_key: k, auth: api-key }", "api-key: k")]
    [InlineData("{ url: \"http://h/v1\" }", "")]
    [InlineData(Azure, "api-key: k")]
    [InlineData(DatedAzure, "api-key: k")]
    [InlineData(Claude, "anthropic-version: 2023-06-01 | x-api-key: k")]
    [InlineData("{ dialect: anthropic, url: \"http://h/v1\", api_version: 2024-01-01, api_key: k, auth: bearer }", "anthropic-version: 2024-01-01 | Authorization: Bearer k")]
    [InlineData(Google, "x-goog-api-key: k")]
    [InlineData(Vertex, "Authorization: Bearer k")]
    [InlineData(Bedrock, "Authorization: Bearer k")]
    public void Prepare_Chat_ShowsTheKeyAsTheServerTakesIt(string provider, string expected) =>
        Assert.Equal(expected, Headers(Protocol(provider), UpstreamOperation.Chat, null));

    [Fact]
    public void Prepare_EmbeddingsAtGemini_ShowTheKeyAsTheCompatibleSurfaceTakesIt() =>
        Assert.Equal("Authorization: Bearer k", Headers(Protocol(Google), UpstreamOperation.Embeddings, null));

    [Fact]
    public void Prepare_AccessKey_SignsWithTheSessionToken()
    {
        var headers = Headers(Protocol(Signed), UpstreamOperation.Chat, null);
        Assert.StartsWith("x-amz-date: 19700101T000000Z | x-amz-security-token: t | Authorization: AWS4-HMAC-SHA256 Credential=AKID/19700101/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=", headers, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_CallerOfTheSameDialect_KeepsItsFeatureHeadersAndNoOthers()
    {
        var caller = new HeaderDictionary
        {
            ["anthropic-version"] = "2023-01-01",
            ["anthropic-beta"] = "a,b",
            ["x-api-key"] = "callers",
            ["Authorization"] = "Bearer callers",
            ["openai-beta"] = "x=1",
            ["OpenAI-Organization"] = "org",
            ["openai-project"] = "p",
            ["Cookie"] = "c",
        };
        Assert.Equal("anthropic-version: 2023-01-01 | anthropic-beta: a,b | x-api-key: k", Headers(Protocol(Claude), UpstreamOperation.Chat, caller));
        Assert.Equal("openai-beta: x=1 | Authorization: Bearer k", Headers(Protocol("{ url: \"http://h/v1\", api_key: k }"), UpstreamOperation.Chat, caller));
        Assert.Equal("x-goog-api-key: k", Headers(Protocol(Google), UpstreamOperation.Chat, caller));
    }

    [Theory]
    [InlineData("{ url: \"http://h/v1\" }", """{"model":"m","messages":[{"role":"tool","tool_call_id":"call_123","content":"x"}]}""", true)]
    [InlineData("{ server: mistral, url: \"http://h/v1\" }", """{"model":"m","messages":[{"role":"user","content":"x"}]}""", true)]
    [InlineData("{ server: mistral, url: \"http://h/v1\" }", """{"model":"m","messages":[{"role":"tool","tool_call_id":"call_123","content":"x"}]}""", false)]
    [InlineData("{ server: mistral, url: \"http://h/v1\" }", """{"model":"m","seed":1,"messages":[{"role":"user","content":"x"}]}""", false)]
    [InlineData("{ server: mistral, url: \"http://h/v1\" }", """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}""", false)]
    [InlineData("{ server: deepseek, url: \"http://h/v1\" }", """{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{}}}}""", false)]
    [InlineData("{ server: deepseek, url: \"http://h/v1\" }", """{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"}}""", true)]
    [InlineData(Claude, """{"model":"m","messages":[{"role":"user","content":"x"}]}""", false)]
    [InlineData(Bedrock, """{"model":"m","messages":[{"role":"user","content":"x"}]}""", false)]
    public void CanForward_ChatRequest_OnlyWhereTheServerTakesItAsItIs(string provider, string body, bool expected)
    {
        var facts = new RequestFacts();
        facts.Reset(Encoding.UTF8.GetBytes(body));
        Assert.True(ChatRequestScanner.Scan(facts).Ok);
        Assert.Equal(expected, Protocol(provider).CanForward(Dialect.OpenAIChat, facts, []));
    }

    [Fact]
    public void AsksUsage_ServersThatRefuseUnknownMembers_AreNotAsked()
    {
        Assert.True(Protocol("{ url: \"http://h/v1\" }").AsksUsage);
        Assert.True(Protocol(DatedAzure).AsksUsage);
        Assert.False(Protocol("{ server: mistral, url: \"http://h/v1\" }").AsksUsage);
        Assert.False(Protocol("{ dialect: openai-responses, url: \"http://h/v1\" }").AsksUsage);
    }

    [Fact]
    public void Server_EveryWordOfTheConfig_IsAServerThatConversionKnows()
    {
        foreach (var word in ProviderServers.All)
        {
            var protocol = Protocol("{ server: " + word + ", url: \"http://h/v1\" }");
            Assert.Equal(word, protocol.Server.ToString(), ignoreCase: true);
        }
    }

    private static IUpstreamProtocol Protocol(string provider)
    {
        var name = provider.Contains("region", StringComparison.Ordinal) ? "bedrock" : "p";
        var text = "version: 1\nproviders: { " + name + ": " + provider + " }\nmodels: { m: { provider: " + name + ", name: n } }\n";
        var read = ConfigReader.Read(text, "loadline.yaml", static _ => null);
        Assert.True(read.Errors.Count == 0, string.Join('\n', read.Errors));
        return UpstreamProtocols.Create(read.Config!.Providers[0], new FakeTimeProvider(DateTimeOffset.UnixEpoch));
    }

    private static string Headers(IUpstreamProtocol protocol, UpstreamOperation operation, IHeaderDictionary? caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, protocol.Find(operation, "m", false)) { Content = new ConvertedContent("{}"u8.ToArray()) };
        protocol.Prepare(request, operation, caller);
        return string.Join(" | ", request.Headers.NonValidated.Select(header => header.Key + ": " + header.Value));
    }
}
