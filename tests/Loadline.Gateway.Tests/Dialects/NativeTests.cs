using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Dialects;

/// <summary>Same dialect in and out: bytes pass as they are, both ways, and so do the headers that switch its features.</summary>
public sealed class NativeTests
{
    private const string Claude = """
        { "zzz":{"b":[1.0e+2,"é\u00e9"]}, "model" : "auto" , "max_tokens": 100,
          "system":[{"type":"text","text":"x-anthropic-billing-header: cc"},{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
          "messages":[ {"role":"user","content":[{"type":"text","text":"Hi \"model\":\"x\" 🙂","cache_control":{"type":"ephemeral"}}]} ], "context_management":{"edits":[]} }
        """;

    private const string Responses = """
        { "store":false,"include":["reasoning.encrypted_content"], "model" : "auto" , "client_metadata":{"a":1},
          "input":[ {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"abc"},{"role":"user","content":"Hi"} ],
          "tools":[{"type":"web_search"},{"type":"namespace","name":"n","tools":[]}] }
        """;

    private const string Gemini = """
        { "contents":[ {"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"x","thoughtSignature":"c2ln"}]},{"parts":[{"text":"y"}]} ],
          "safetySettings":[], "unknown":{"a":  1} }
        """;

    public static TheoryData<Dialect, string> Bodies => new()
    {
        { Dialect.Anthropic, Claude },
        { Dialect.OpenAIResponses, Responses },
        { Dialect.Gemini, Gemini },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Ask_SameDialect_OnlyTheModelDiffers(Dialect dialect, string body)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream, dialect);

        var answer = await gateway.PostAsync(Speech.Path(dialect, false), body);

        Assert.Equal(200, answer.Status);
        Assert.Equal(body.Replace("\"auto\"", "\"up-small\"", StringComparison.Ordinal), upstream.Requests[0].BodyText);
        Assert.Empty((await gateway.DecisionAsync(answer)).Losses);
        Assert.Equal(
            dialect switch
            {
                Dialect.Anthropic => "/v1/messages",
                Dialect.OpenAIResponses => "/v1/responses",
                _ => "/v1/models/up-small:generateContent",
            },
            upstream.Requests[0].Path);
    }

    [Theory]
    [InlineData(Dialect.Anthropic, """{"id":"msg_1","type":"message","role":"assistant","model":"c",  "content":[{"type":"text","text":"a","citations":null},{"type":"server_tool_use","id":"s","name":"w","input":{}}],"stop_reason":"end_turn","usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":3,"output_tokens":7,"service_tier":"standard"},"new":1}""", 18, 5, 7)]
    [InlineData(Dialect.OpenAIResponses, """{"id":"resp_1","object":"response","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"}]}],"usage":{"input_tokens":18,"input_tokens_details":{"cached_tokens":5},"output_tokens":7},"new":  1}""", 18, 5, 7)]
    [InlineData(Dialect.Gemini, """{"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"},"finishReason":"STOP","groundingMetadata":{}}],"usageMetadata":{"promptTokenCount":18,"cachedContentTokenCount":5,"candidatesTokenCount":3,"thoughtsTokenCount":4},"new":  1}""", 18, 5, 7)]
    public async Task Reply_SameDialect_IsTheUpstreamsOwnBytes(Dialect dialect, string reply, int input, int cached, int written)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Raw(200, reply));
        await using var gateway = await StartAsync(upstream, dialect);

        var answer = await gateway.SayAsync(dialect, false);

        Assert.Equal((200, reply), (answer.Status, answer.Body));
        var usage = (await gateway.DecisionAsync(answer)).Usage!.Value;
        Assert.Equal((input, cached, written), (usage.Input, usage.CachedInput, usage.Output));
    }

    [Theory]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.OpenAIResponses)]
    [InlineData(Dialect.Gemini)]
    public async Task Stream_SameDialect_IsTheUpstreamsOwnBytesHoweverTheyAreCut(Dialect dialect)
    {
        var events = dialect switch
        {
            Dialect.Anthropic => """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"c","usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":1}}}      

                event: ping
                data: {"type": "ping"}

                : a comment

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"é\u00e9 🙂"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7},"new":{}}

                event: message_stop
                data: {"type":"message_stop"}


                """,
            Dialect.OpenAIResponses => """
                event: response.created
                data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"m","status":"in_progress","output":[]}}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"i","output_index":0,"content_index":0,"delta":"é 🙂","obfuscation":"zz"}

                event: response.completed
                data: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_1","status":"completed","output":[],"usage":{"input_tokens":15,"input_tokens_details":{"cached_tokens":5},"output_tokens":7}}}


                """,
            _ => "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"é 🙂\"}]}}],\"x\":  1}\r\n\r\n"
                + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":15,\"cachedContentTokenCount\":5,\"candidatesTokenCount\":7}}\r\n\r\n",
        };
        for (var size = 1; size < 40; size += 13)
        {
            await using var upstream = FakeUpstream.Start(new UpstreamScript { Events = [Encoding.UTF8.GetBytes(events)], IsNative = true, FragmentSize = size });
            await using var gateway = await StartAsync(upstream, dialect);

            var answer = await gateway.SayAsync(dialect, true);

            Assert.Equal((200, events, BodyEnd.Complete), (answer.Status, answer.Body, answer.End));
            var usage = (await gateway.DecisionAsync(answer)).Usage!.Value;
            Assert.Equal((15, 5, 7), (usage.Input, usage.CachedInput, usage.Output));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Headers_SameDialect_FeaturesGoOnAndAccountsDoNot(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Headers = [new("request-id", "req_1"), new("anthropic-ratelimit-unified-status", "ok"), new("anthropic-organization-id", "org")] });
        await using var gateway = await StartAsync(upstream, Dialect.Anthropic);

        var answer = await gateway.SayAsync(
            Dialect.Anthropic, streaming, headers: [("anthropic-beta", "a-1,b-2"), ("anthropic-version", "2024-01-01"), ("x-api-key", "mine"), ("Cookie", "c=1"), ("X-Forwarded-Host", "h")]);

        var request = upstream.Requests[0];
        Assert.Equal(("a-1,b-2", "2024-01-01"), (request.Header("anthropic-beta"), request.Header("anthropic-version")));
        Assert.DoesNotContain("mine", string.Join(' ', request.Headers), StringComparison.Ordinal);
        Assert.Null(request.Header("Cookie") ?? request.Header("X-Forwarded-Host"));
        Assert.Equal(("req_1", "ok", null), (answer.Header("request-id"), answer.Header("anthropic-ratelimit-unified-status"), answer.Header("anthropic-organization-id")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Headers_OtherDialect_StayHere(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Headers = [new("x-request-id", "req-9")] });
        await using var gateway = await StartAsync(upstream, Dialect.OpenAIChat);

        var answer = await gateway.SayAsync(Dialect.Anthropic, streaming, headers: [("anthropic-beta", "a-1"), ("openai-beta", "b")]);

        Assert.Null(upstream.Requests[0].Header("anthropic-beta") ?? upstream.Requests[0].Header("openai-beta"));

        // Its SDK reads the id under this name only.
        Assert.Equal("req-9", answer.Header("request-id"));
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat, "\"max_tokens\":64000", "\"max_tokens\":4000")]
    [InlineData(Dialect.OpenAIChat, "\"max_completion_tokens\":64000", "\"max_completion_tokens\":4000")]
    [InlineData(Dialect.OpenAIResponses, "\"max_output_tokens\":64000", "\"max_output_tokens\":4000")]
    [InlineData(Dialect.Gemini, "\"generationConfig\":{\"maxOutputTokens\":64000}", "\"generationConfig\":{\"maxOutputTokens\":4000}")]
    public async Task MaxTokens_AboveTheModels_IsClampedAndTold(Dialect dialect, string asked, string sent)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, models: "  brief: { provider: a, name: up, max_output: 4000 }", dialectA: Speech.ConfigName(dialect)));

        var answer = await gateway.SayAsync(dialect, false, "brief", "," + asked);

        Assert.Equal(200, answer.Status);
        Assert.Contains(sent, upstream.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.Equal("clamped", Assert.Single((await gateway.DecisionAsync(answer)).Losses).Kind);
    }

    private static Task<TestGateway> StartAsync(FakeUpstream upstream, Dialect dialect) => TestGateway.StartAsync(
        Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: Speech.ConfigName(dialect), dialectB: Speech.ConfigName(dialect)));
}
