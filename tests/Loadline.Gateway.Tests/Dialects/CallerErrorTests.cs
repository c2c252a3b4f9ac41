using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Dialects;

/// <summary>Every error of our own making is in the caller's dialect, with the status its clients expect.</summary>
public sealed class CallerErrorTests
{
    public static TheoryData<Dialect, bool> Callers => Speech.CallersBothWays;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_BodyIsNoJson_Is400(Dialect caller, bool streaming)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.PostAsync(Speech.Path(caller, streaming), "{oops");

        Assert.Equal(400, answer.Status);
        Assert.Contains("not valid JSON", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_BodyHasNoInput_Is400AndSaysWhatToAdd(Dialect caller, bool streaming)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.PostAsync(Speech.Path(caller, streaming), """{"model":"auto"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("Missing required parameter", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_UnknownModel_Is404(Dialect caller, bool streaming)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.SayAsync(caller, streaming, "no-such-model");

        Assert.Equal(404, answer.Status);
        Assert.Contains("no-such-model", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
        Assert.True(caller != Dialect.Anthropic || answer.Error.GetProperty("type").GetString() == "not_found_error");
        Assert.True(caller != Dialect.Gemini || answer.Error.GetProperty("status").GetString() == "NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_BodyTooLarge_Is413(Dialect caller, bool streaming)
    {
        await using var gateway = await StartAsync("max_request_bytes: 2000");

        var answer = await gateway.PostAsync(Speech.Path(caller, streaming), new string(' ', 3000));

        Assert.Equal(413, answer.Status);
        Assert.Contains("max_request_bytes", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
        Assert.True(caller != Dialect.Anthropic || answer.Error.GetProperty("type").GetString() == "request_too_large");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_NothingComes_DeadlineEndsItWith504(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, "timeouts: { total: 200ms }"));

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal(504, answer.Status);
        Assert.Contains("deadline", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
        Assert.True(caller != Dialect.Gemini || answer.Error.GetProperty("status").GetString() == "DEADLINE_EXCEEDED");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_GatewayIsFull_SaysSoAndWhenToComeBack(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "max_concurrent: 1, queue: 0"));
        await using var first = await gateway.ConnectAsync();
        await first.PostAsync(Speech.Path(caller, streaming), Speech.Body(caller, streaming));
        await upstream.WaitForRequestAsync();

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Contains("at its limit", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.Contains(answer.Status, caller == Dialect.Anthropic ? [429, 529] : (int[])[429, 503]);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_ProviderRefusesOurKey_CallerSees502AndNoneOfIt(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(401, "invalid_api_key", "Incorrect API key: key-of-provider-a."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal(502, answer.Status);
        Assert.Contains("credential", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
        Assert.DoesNotContain("key-of-", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_ContextOverflow_IsNamedInTheDialectsOwnWords(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(
            UpstreamScript.Error(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal(400, answer.Status);
        var wanted = caller switch
        {
            Dialect.Anthropic => "prompt is too long",
            Dialect.Gemini => "INVALID_ARGUMENT",
            _ => "context_length_exceeded",
        };
        Assert.Contains(wanted, answer.Body, StringComparison.Ordinal);
        Assert.NotEqual("", Speech.ErrorMessage(caller, answer.Body));
    }

    [Theory]
    [InlineData(Dialect.Anthropic, "/v1/messages/batches")]
    [InlineData(Dialect.OpenAIResponses, "/v1/responses/resp_1/cancel")]
    [InlineData(Dialect.Gemini, "/v1beta/files")]
    [InlineData(Dialect.Gemini, "/v1beta/models/m:embedContent")]
    [InlineData(Dialect.Gemini, "/v1/models/m:predict")]
    [InlineData(Dialect.OpenAIChat, "/v1/completions")]
    public async Task Send_UnknownUrl_Is404InItsDialect(Dialect caller, string path)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.PostAsync(path, "{}");

        Assert.Equal(404, answer.Status);
        Assert.Contains("/v1beta/models/MODEL:generateContent", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic-version", "2023-06-01", Dialect.Anthropic)]
    [InlineData("x-goog-api-key", "k", Dialect.Gemini)]
    public async Task Send_UnknownUrlThatSeveralShare_HeadersTellTheDialect(string header, string value, Dialect caller)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.SendAsync("GET", "/v1/files", (header, value));

        Assert.Equal(404, answer.Status);
        Assert.NotEqual("", Speech.ErrorMessage(caller, answer.Body));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_ForeignOrigin_Is403(Dialect caller, bool streaming)
    {
        await using var gateway = await StartAsync();

        var answer = await gateway.SayAsync(caller, streaming, headers: ("Origin", "https://elsewhere.example"));

        Assert.Equal(403, answer.Status);
        Assert.Contains("allowed_origins", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_NobodyCanServe_Is400AndSaysWhy(Dialect caller, bool streaming)
    {
        await using var gateway = await StartAsync(models: "  blind: { provider: a, name: up-blind, can: [schema] }");
        var image = caller switch
        {
            Dialect.OpenAIResponses => """{"model":"blind","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AA=="}]}]}""",
            Dialect.Anthropic => """{"model":"blind","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]}]}""",
            Dialect.Gemini => """{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}]}""",
            _ => """{"model":"blind","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}]}""",
        };

        var answer = await gateway.PostAsync(Speech.Path(caller, streaming, "blind"), image);

        Assert.Equal(400, answer.Status);
        Assert.Contains("cannot read images", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_UpstreamsAdviceIsInItsBodyOnly_BecomesRetryAfter()
    {
        var body = """{"error":{"code":429,"message":"Quota.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}""";
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Status = 429, Body = Encoding.UTF8.GetBytes(body) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: "gemini", dialectB: "gemini"));

        var answer = await gateway.SayAsync(Dialect.Anthropic, false);

        Assert.Equal((429, "35", "rate_limit_error"), (answer.Status, answer.Header("Retry-After"), answer.Error.GetProperty("type").GetString()));
    }

    private static async Task<TestGateway> StartAsync(string server = "", string models = "")
    {
        await using var upstream = FakeUpstream.Start();
        return await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: server, models: models));
    }
}
