using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Tests.Dialects;

/// <summary>The addresses beside the answers themselves: lists, counts, signs of life, keys.</summary>
public sealed class AddressTests
{
    private const string CallersKey = "callers-own-secret";

    [Fact]
    public async Task WebSocket_OnResponses_Is426()
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.SendAsync(
            "GET", "/v1/responses", ("Upgrade", "websocket"), ("OpenAI-Beta", "responses_websockets=2026-02-06"));

        Assert.Equal(426, answer.Status);
        Assert.Contains("POST /v1/responses", answer.Message, StringComparison.Ordinal);
        Assert.Equal(405, (await gateway.SendAsync("GET", "/v1/responses")).Status);
    }

    [Theory]
    [InlineData("HEAD", "/")]
    [InlineData("HEAD", "/api/hello")]
    [InlineData("GET", "/api/hello")]
    public async Task SignOfLife_IsAnswered(string method, string path)
    {
        await using var gateway = await StartAsync();

        Assert.Equal(200, (await gateway.SendAsync(method, path)).Status);
    }

    [Fact]
    public async Task Models_ForOpenAI_AreAsOpenAIs()
    {
        await using var gateway = await StartAsync();

        var list = await gateway.GetJsonAsync("/v1/models");

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal("auto", list.GetProperty("data")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Models_WithAnthropicVersion_AreAsAnthropics()
    {
        await using var gateway = await StartAsync();

        var list = await gateway.GetJsonAsync("/v1/models?limit=1000", ("anthropic-version", "2023-06-01"));
        var one = await gateway.GetJsonAsync("/v1/models/small", ("anthropic-version", "2023-06-01"));

        Assert.Equal(("auto", false), (list.GetProperty("first_id").GetString(), list.GetProperty("has_more").GetBoolean()));
        Assert.All(list.GetProperty("data").EnumerateArray(), model =>
        {
            Assert.Equal("model", model.GetProperty("type").GetString());
            Assert.NotEqual(default, model.GetProperty("created_at").GetDateTimeOffset());
            Assert.Equal(model.GetProperty("id").GetString(), model.GetProperty("display_name").GetString());
        });
        Assert.Equal("small", one.GetProperty("id").GetString());
        Assert.Equal(list.GetProperty("data").EnumerateArray().Last().GetProperty("id").GetString(), list.GetProperty("last_id").GetString());
    }

    [Theory]
    [InlineData("/v1beta/models", "x-other")]
    [InlineData("/v1/models", "x-goog-api-key")]
    public async Task Models_ForGemini_AreAsGeminis(string path, string header)
    {
        await using var gateway = await StartAsync();

        var list = await gateway.GetJsonAsync(path, (header, "k"));
        var one = await gateway.GetJsonAsync(path + "/auto", (header, "k"));

        Assert.Equal("models/auto", list.GetProperty("models")[0].GetProperty("name").GetString());
        Assert.Contains("generateContent", list.GetProperty("models")[0].GetProperty("supportedGenerationMethods").ToString(), StringComparison.Ordinal);
        Assert.Equal("models/auto", one.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(Dialect.Anthropic, "/v1/messages/count_tokens", "input_tokens")]
    [InlineData(Dialect.OpenAIResponses, "/v1/responses/input_tokens", "input_tokens")]
    [InlineData(Dialect.Gemini, "/v1beta/models/auto:countTokens", "totalTokens")]
    public async Task Count_OtherDialectUpstream_IsAnEstimateAndSaysSo(Dialect caller, string path, string member)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var few = await gateway.PostAsync(path, Speech.Body(caller, false));
        var many = await gateway.PostAsync(path, Speech.Body(caller, false).Replace("Hello", new string('a', 9) + string.Concat(Enumerable.Repeat(" word", 500)), StringComparison.Ordinal));

        Assert.Equal((200, "estimate"), (few.Status, few.Header("x-loadline-token-count")));
        Assert.InRange(few.Json().GetProperty(member).GetInt32(), 1, 20);
        Assert.InRange(many.Json().GetProperty(member).GetInt32(), 400, 700);
        Assert.Empty(upstream.Requests);
        Assert.Empty(gateway.Decisions.Recent(9));
    }

    [Theory]
    [InlineData(Dialect.Anthropic, "/v1/messages/count_tokens", "{\"input_tokens\":4711}", "\"up-small\"")]
    [InlineData(Dialect.OpenAIResponses, "/v1/responses/input_tokens", "{\"object\":\"response.input_tokens\",\"input_tokens\":4711}", "\"up-small\"")]
    [InlineData(Dialect.Gemini, "/v1beta/models/auto:countTokens", "{\"totalTokens\":4711}", "Hello")]
    public async Task Count_SameDialectUpstream_IsItsOwn(Dialect caller, string path, string reply, string sent)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Raw(200, reply));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, dialectA: Speech.ConfigName(caller)));

        var answer = await gateway.PostAsync(path, Speech.Body(caller, false), ("x-api-key", CallersKey));

        Assert.Equal((200, "upstream", reply), (answer.Status, answer.Header("x-loadline-token-count"), answer.Body));
        Assert.Contains(sent, upstream.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.DoesNotContain(upstream.Requests[0].Headers, header => header.Value.Contains(CallersKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Count_UpstreamCannot_IsAnEstimate()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(500));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: "anthropic"));

        var answer = await gateway.PostAsync("/v1/messages/count_tokens", Speech.Body(Dialect.Anthropic, false));

        Assert.Equal((200, "estimate"), (answer.Status, answer.Header("x-loadline-token-count")));
        Assert.Equal(0, gateway.StateOf("small").Failures);
    }

    [Fact]
    public async Task Count_WholeRequestInside_IsCounted()
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.PostAsync(
            "/v1beta/models/auto:countTokens", $$$"""{"generateContentRequest":{"model":"models/auto","contents":[{"parts":[{"text":"{{{string.Concat(Enumerable.Repeat("word ", 300))}}}"}]}]}}""");

        Assert.InRange(answer.Json().GetProperty("totalTokens").GetInt32(), 200, 500);
    }

    [Theory]
    [InlineData("/v1/messages/count_tokens", Dialect.Anthropic)]
    [InlineData("/v1/responses/input_tokens", Dialect.OpenAIResponses)]
    [InlineData("/v1beta/models/auto:countTokens", Dialect.Gemini)]
    public async Task Count_BadBody_Is400InItsDialect(string path, Dialect caller)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.PostAsync(path, "[]");

        Assert.Equal(400, answer.Status);
        Assert.NotEqual("", Speech.ErrorMessage(caller, answer.Body));
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat, "Authorization", "Bearer " + CallersKey, "")]
    [InlineData(Dialect.Anthropic, "x-api-key", CallersKey, "")]
    [InlineData(Dialect.Gemini, "x-goog-api-key", CallersKey, "")]
    [InlineData(Dialect.Gemini, "x-other", "1", "key=" + CallersKey)]
    public async Task CallersKey_InItsDialectsPlace_IsHashedNeverForwardedNeverLogged(Dialect caller, string header, string value, string query)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: Speech.ConfigName(caller) is "anthropic" ? "anthropic" : "gemini"), logging: LogLevel.Trace);
        foreach (var streaming in (bool[])[true, false])
        {
            var path = Speech.Path(caller, streaming);
            path += query.Length == 0 ? "" : (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;

            var answer = await gateway.PostAsync(path, Speech.Body(caller, streaming), (header, value));

            Assert.Equal(200, answer.Status);
            Assert.Equal(32, (await gateway.DecisionAsync(answer)).Caller!.Length);
            Assert.DoesNotContain(CallersKey, answer.Body, StringComparison.Ordinal);
        }

        if (query.Length > 0)
        {
            await gateway.SendAsync("GET", "/v1beta/models?" + query);
            await gateway.SendAsync("GET", "/v1beta/nothing?" + query);
        }

        Assert.All(upstream.Requests, request =>
        {
            Assert.DoesNotContain(CallersKey, request.Path + request.BodyText, StringComparison.Ordinal);
            Assert.DoesNotContain(request.Headers, one => one.Value.Contains(CallersKey, StringComparison.Ordinal));
        });
        Assert.NotEmpty(gateway.Logs.Lines);
        Assert.DoesNotContain(gateway.Logs.Lines, line => line.Contains(CallersKey, StringComparison.Ordinal));
        Assert.DoesNotContain(CallersKey, (await gateway.MetricsAtRestAsync()).Text, StringComparison.Ordinal);
    }

    private static async Task<TestGateway> StartAsync()
    {
        await using var upstream = FakeUpstream.Start();
        return await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
    }
}
