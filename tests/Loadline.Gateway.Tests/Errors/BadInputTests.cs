using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Errors;

/// <summary>What is wrong with a request is said in OpenAI's envelope, with what to do, and the gateway goes on.</summary>
public sealed class BadInputTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    /// <summary>Body, status, code, param, and words that the message must have.</summary>
    public static TheoryData<string, int, string, string?, string> Bad => new()
    {
        { "", 400, "invalid_json", null, "Send one JSON object" },
        { "{", 400, "invalid_json", null, "Send one JSON object" },
        { "{\"model\":\"auto\"," + Messages + "} x", 400, "invalid_json", null, "line 1" },
        { "hello", 400, "invalid_json", null, "line 1, byte 1" },
        { "[]", 400, "invalid_type", null, "must be a JSON object" },
        { "null", 400, "invalid_type", null, "must be a JSON object" },
        { new string('[', 100), 400, "invalid_type", null, "must be a JSON object" },
        { "{\"a\":" + new string('[', 100) + "}", 400, "json_too_deep", null, "flatter" },
        { "{" + Messages + "}", 400, "missing_required_parameter", "model", "\"model\": \"auto\"" },
        { "{\"model\":\"auto\"}", 400, "missing_required_parameter", "messages", "\"messages\": [" },
        { "{\"model\":7," + Messages + "}", 400, "invalid_type", "model", "a number" },
        { "{\"model\":null," + Messages + "}", 400, "invalid_type", "model", "null" },
        { "{\"model\":\"gpt-9\"," + Messages + "}", 404, "model_not_found", "model", "GET /v1/models" },
        { "{\"model\":\"auto\",\"model\":\"x\"," + Messages + "}", 400, "duplicate_parameter", "model", "once" },
        { "{\"model\":\"auto\",\"messages\":[]}", 400, "empty_array", "messages", "at least one" },
        { "{\"model\":\"auto\",\"messages\":\"Hi\"}", 400, "invalid_type", "messages", "array" },
        { "{\"model\":\"auto\",\"messages\":[\"Hi\"]}", 400, "invalid_type", "messages[0]", "object" },
        { "{\"model\":\"auto\"," + Messages + ",\"stream\":\"yes\"}", 400, "invalid_type", "stream", "true or false" },
        { "{\"model\":\"auto\"," + Messages + ",\"stream\":true,\"stream_options\":[]}", 400, "invalid_type", "stream_options", "object" },
        { "{\"model\":\"auto\"," + Messages + ",\"max_tokens\":\"5\"}", 400, "invalid_type", "max_tokens", "a string" },
        { "{\"model\":\"auto\"," + Messages + ",\"tools\":{}}", 400, "invalid_type", "tools", "array" },
        { "{\"model\":\"auto\"," + Messages + ",\"metadata\":{\"loadline.task\":\"sing\"}}", 400, "invalid_hint", "metadata.loadline.task", "one of" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Ask_BadBody_IsRefusedWithWhatToDo(string body, int status, string code, string? param, string words)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();

        await client.PostAsync(TestGateway.Chat, body);
        var answer = await Answer.ReadAsync(client);

        Assert.Equal((status, code, param), (answer.Status, answer.Code, answer.Param));
        Assert.Contains(words, answer.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_request_error", answer.Error.GetProperty("type").GetString());
        Assert.Null(answer.DecisionId);
        await StillServesAsync(client);
        Assert.Single(upstream.Requests);
    }

    [Theory]
    [InlineData("x-loadline-task", "sing", "one of chat, question")]
    [InlineData("x-loadline-priority", "urgent", "interactive, batch, critical")]
    [InlineData("x-loadline-max-cost-usd", "-1", "0.05")]
    [InlineData("x-loadline-max-cost-usd", "NaN", "0.05")]
    [InlineData("x-loadline-max-latency-ms", "0", "milliseconds above 0")]
    public async Task Ask_BadHint_IsRefusedByName(string header, string value, string words)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();

        await client.PostAsync(TestGateway.Chat, Bodies.Chat(false), (header, value));
        var answer = await Answer.ReadAsync(client);

        Assert.Equal((400, "invalid_hint", header), (answer.Status, answer.Code, answer.Param));
        Assert.Contains(words, answer.Message, StringComparison.Ordinal);
        await StillServesAsync(client);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_NobodyEligible_NamesEachCandidateWithItsReason(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync($$"""
            version: 1
            providers: { a: { dialect: openai-chat, url: "{{upstream.BaseUrl}}" } }
            models:
              blind: { provider: a, name: blind, can: [tools], price: { input: 1, output: 1 } }
              tiny: { provider: a, name: tiny, can: [images], context: 10, price: { input: 1, output: 1 } }
              free: { provider: a, name: free, can: [images] }
            routes:
              auto: { pool: [blind, tiny, free], reference: blind, mode: enforce, quality: uncertified, policy: cheapest }
            """);
        var words = string.Concat(Enumerable.Repeat("many words here ", 50));
        var body = Bodies.Chat(streaming).Replace(
            "\"Hello\"",
            "[{\"type\":\"text\",\"text\":\"" + words + "\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA\"}}]",
            StringComparison.Ordinal);

        var answer = await gateway.AskAsync(body, ("x-loadline-max-cost-usd", "0.5"));

        Assert.Equal((400, "no_eligible_candidate", "model"), (answer.Status, answer.Code, answer.Param));
        Assert.Contains("blind (cannot read images)", answer.Message, StringComparison.Ordinal);
        Assert.Contains("tiny (context window too small)", answer.Message, StringComparison.Ordinal);
        Assert.Contains("free (price unknown while a cost limit applies)", answer.Message, StringComparison.Ordinal);
        Assert.Empty(upstream.Connections);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("no_eligible_candidate", 400, null), (decision.Outcome, decision.Status, decision.Served));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_BodyOverTheLimit_Is413WhicheverWayItIsFramed(bool chunked)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "max_request_bytes: 4kb"));
        await using var client = await gateway.ConnectAsync();
        var text = new string('x', 1_000_000);

        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {text.Length}\r\n\r\n"));
        await client.SendAsync(chunked ? $"{text.Length:x}\r\n{text}\r\n0\r\n\r\n" : text);
        var answer = await Answer.ReadAsync(client);

        Assert.Equal((413, "request_too_large"), (answer.Status, answer.Code));
        Assert.Contains("server.max_request_bytes", answer.Message, StringComparison.Ordinal);
        Assert.Empty(gateway.Logs.Errors);
        await StillServesAsync(client);
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("identity", 200)]
    public async Task Ask_CompressedBody_IsRefusedClearly(string encoding, int status)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(false), ("Content-Encoding", encoding));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status != 200, answer.Body.Contains("Content-Encoding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_BodyAtTheLimit_IsTaken()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "max_request_bytes: 4kb"));
        var body = Bodies.Chat(false);

        Assert.Equal(200, (await gateway.AskAsync(body + new string(' ', 4096 - body.Length))).Status);
        Assert.Equal(413, (await gateway.AskAsync(body + new string(' ', 4097 - body.Length))).Status);
    }

    [Fact]
    public async Task Ask_ChunkedBodyBadlyFramed_Is400InTheEnvelope()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();

        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        var answer = await Answer.ReadAsync(client);

        Assert.Equal((400, "invalid_body"), (answer.Status, answer.Code));
        Assert.Empty(gateway.Logs.Errors);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false))).Status);
        Assert.Single((await gateway.GetJsonAsync("/loadline/decisions")).GetProperty("decisions").EnumerateArray());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("")]
    public async Task Ask_OtherContentType_JsonIsReadAllTheSame(string type)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        var body = Bodies.Chat(false);

        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n{(type.Length > 0 ? $"Content-Type: {type}\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal(200, (await Answer.ReadAsync(client)).Status);
        Assert.Equal("application/json", upstream.Requests[0].Header("Content-Type"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_SimulatedProvider_OddTextIsAnswered(bool streaming)
    {
        await using var gateway = await TestGateway.StartAsync(
            "version: 1\nproviders: { s: { dialect: simulated } }\nmodels: { m: { provider: s, name: m } }");

        var body = Bodies.Chat(streaming, "m").Replace("Hello", "half \\ud800 pair", StringComparison.Ordinal);

        Assert.Equal(200, (await gateway.AskAsync(body)).Status);
        Assert.Empty(gateway.Logs.Errors);
    }

    [Fact]
    public async Task Ask_BytesThatAreNoUtf8_AreRefusedOrServedButNeverFatal()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        foreach (var hostile in (byte[])[0x00, 0x80, 0xC0, 0xFF])
        {
            await using var client = await gateway.ConnectAsync();
            var body = Encoding.UTF8.GetBytes(Bodies.Chat(false));
            body[^4] = hostile;
            await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n");
            await client.SendAsync(body);
            Assert.InRange((await Answer.ReadAsync(client)).Status, 200, 499);
            await StillServesAsync(client);
        }

        Assert.Empty(gateway.Logs.Errors);
    }

    private static async Task StillServesAsync(RawClient client)
    {
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(false));
        Assert.Equal(200, (await Answer.ReadAsync(client)).Status);
    }
}
