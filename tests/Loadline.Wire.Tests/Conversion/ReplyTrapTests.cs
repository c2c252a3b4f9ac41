using System.Buffers;
using System.Text;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>The known traps of conversion that lie in replies and streams, numbered as in the notes on the wire.</summary>
public sealed class ReplyTrapTests
{
    private const string Call = """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}""";

    [Fact]
    public void Trap11_EventNames_StandWhereClientsNeedThemOnly()
    {
        var sse = Converted.Chunks("stop", """{"content":"hi"}""");
        Assert.All(Frames(Converted.Stream(Dialect.OpenAIChat, Dialect.Anthropic, sse)), frame => Assert.StartsWith("event: ", frame, StringComparison.Ordinal));
        Assert.All(Frames(Converted.Stream(Dialect.OpenAIChat, Dialect.OpenAIResponses, sse)), frame => Assert.StartsWith("event: response.", frame, StringComparison.Ordinal));
        Assert.All(Frames(Converted.Stream(Dialect.OpenAIChat, Dialect.OpenAIChat, sse)), frame => Assert.StartsWith("data: ", frame, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Trap11_LineEndsCommentsAndManyDataLines_AreRead(string end)
    {
        var sse = ": OPENROUTER PROCESSING\n\n" + "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"ä\"}}]}\n\n" + Converted.Chunks("stop");
        var read = Understood.Stream(Dialect.OpenAIChat, Encoding.UTF8.GetBytes(sse.Replace("\n", end, StringComparison.Ordinal)), piece: 1);
        Assert.Equal(("ä", StopReason.EndTurn), (read.Text, read.Stop));
    }

    [Fact]
    public void Trap12_EveryEventOfTheUpstream_IsWrittenAtOnce_AndPingsAreThere()
    {
        var output = new ArrayBufferWriter<byte>();
        using var converter = ChatConversion.CreateStream(Dialect.OpenAIChat, Dialect.Anthropic, Converted.Context);
        converter.Push("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"u8, output);
        Assert.Contains("\"text\":\"a\"", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
        output.Clear();
        converter.Ping(output);
        Assert.Equal("event: ping\ndata: {\"type\":\"ping\"}\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(Dialect.Anthropic, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"")]
    [InlineData(Dialect.OpenAIChat, "data: {\"error\":{\"message\":\"Overloaded\"")]
    [InlineData(Dialect.OpenAIResponses, "event: response.failed\n")]
    [InlineData(Dialect.Gemini, "data: {\"error\":{\"code\":503,")]
    public void Trap13_ErrorAfterTheFirstByte_IsAnEventOfTheCallersDialect(Dialect caller, string expected)
    {
        const string sse = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","model":"c"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"half"}}

            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}


            """;
        var stream = Converted.Stream(Dialect.Anthropic, caller, sse);
        Assert.Contains(expected, stream, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Trap13_ErrorBeforeTheFirstByte_KeepsItsMeaningAndItsWait()
    {
        var error = ErrorReader.Read("""{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x.RetryInfo","retryDelay":"34.4s"}]}}"""u8, 429);
        Assert.Equal((ErrorKind.RateLimit, 429, TimeSpan.FromSeconds(34.4)), (error.Kind, error.Status, error.RetryAfter));
        var output = new ArrayBufferWriter<byte>();
        DialectErrors.Write(Dialect.Anthropic, error, output);
        Assert.Equal("""{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat, "\"model\":\"the-model\"")]
    [InlineData(Dialect.Anthropic, "\"model\":\"the-model\"")]
    [InlineData(Dialect.OpenAIResponses, "\"model\":\"the-model\"")]
    [InlineData(Dialect.Gemini, "\"modelVersion\":\"the-model\"")]
    public void Trap14_TheModelShown_IsTheOneTheGatewayChose(Dialect caller, string expected)
    {
        Assert.Contains(expected, Converted.Stream(Dialect.OpenAIChat, caller, Converted.Chunks("stop", """{"content":"x"}""")), StringComparison.Ordinal);
        Assert.Contains(
            expected,
            Converted.Reply(Dialect.OpenAIChat, caller, """{"model":"other","choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}""").ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Trap15_DuplicateStartsAndThinkingInsideText_MakeCleanBlocks()
    {
        const string sse = """
            data: {"type":"message_start","message":{"id":"m","model":"c"}}

            data: {"type":"message_start","message":{"id":"m","model":"c"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"b"}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":1,"output_tokens":2}}

            data: {"type":"message_stop"}


            """;
        var events = Converted.Events(Converted.Stream(Dialect.Anthropic, Dialect.Anthropic, sse));
        Assert.Single(events, e => (string?)e["type"] == "message_start");
        Assert.Equal(["text", "thinking"], events.Where(e => e["content_block"] is not null).Select(e => (string)e["content_block"]!["type"]!));
        Assert.All(events.Where(e => (string?)e["delta"]?["type"] == "thinking_delta"), e => Assert.Equal(1, (int?)e["index"]));
    }

    [Fact]
    public void Trap16_UsageChunk_ComesOnlyWhereAsked()
    {
        var sse = Converted.Chunks("stop", """{"content":"x"}""");
        Assert.Contains("\"usage\"", Converted.Stream(Dialect.OpenAIChat, Dialect.OpenAIChat, sse), StringComparison.Ordinal);
        Assert.DoesNotContain("\"usage\"", Converted.Stream(Dialect.OpenAIChat, Dialect.OpenAIChat, sse, Converted.Context with { IncludeUsage = false }), StringComparison.Ordinal);
        var asked = Converted.Request(Dialect.OpenAIChat, Converted.Chat, """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""");
        Assert.True((bool?)asked["stream_options"]!["include_usage"]);
    }

    [Fact]
    public void Trap16_UsageAfterTheFinish_IsInTheLastEvent()
    {
        var last = Converted.Events(Converted.Stream(Dialect.OpenAIChat, Dialect.Anthropic, Converted.Chunks("stop", """{"content":"x"}"""))).Single(e => (string?)e["type"] == "message_delta");
        Assert.Equal((70, 30, 20, 7), ((int)last["usage"]!["input_tokens"]!, (int)last["usage"]!["cache_read_input_tokens"]!, (int)last["usage"]!["cache_creation_input_tokens"]!, (int)last["usage"]!["output_tokens"]!));
    }

    [Fact]
    public void StopReason_SaidStopButCalled_IsToolCalls()
    {
        var read = Understood.Stream(Dialect.OpenAIChat, Encoding.UTF8.GetBytes(Converted.Chunks("stop", Call)));
        Assert.Equal(StopReason.ToolCalls, read.Stop);
    }

    [Fact]
    public void ParallelCalls_InterleavedByIndex_KeepTheirArguments()
    {
        var sse = Converted.Chunks(
            "tool_calls",
            Call,
            """{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}},{"index":1,"function":{"arguments":"{\"y\":"}}]}""",
            """{"content":"said in between"}""",
            """{"tool_calls":[{"index":1,"function":{"arguments":"2}"}},{"index":0,"function":{"arguments":"1}"}}]}""");
        foreach (var caller in new[] { Dialect.Anthropic, Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Gemini })
        {
            var read = Understood.Stream(caller, Encoding.UTF8.GetBytes(Converted.Stream(Dialect.OpenAIChat, caller, sse)));
            Assert.Equal(("f({\"x\":1}) | g({\"y\":2})", "said in between"), (read.Calls, read.Text));
        }

        var open = -1;
        foreach (var e in Converted.Events(Converted.Stream(Dialect.OpenAIChat, Dialect.Anthropic, sse)))
        {
            var index = (int?)e["index"] ?? open;
            Assert.True((string?)e["type"] != "content_block_start" || open < 0, "a block begins inside another");
            Assert.True((string?)e["type"] != "content_block_delta" || index == open);
            open = (string?)e["type"] switch { "content_block_start" => index, "content_block_stop" => -1, _ => open };
        }
    }

    [Fact]
    public void Responses_ArgumentsOnlyAtTheEnd_AreTaken()
    {
        const string sse = """
            data: {"type":"response.created","response":{"id":"r","model":"m"}}

            data: {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"c","name":"f","arguments":""}}

            data: {"type":"response.function_call_arguments.done","output_index":0,"arguments":"{\"a\":1}"}

            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}}

            data: {"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":1,"output_tokens":2}}}


            """;
        Assert.Equal("f({\"a\":1})", Understood.Stream(Dialect.OpenAIResponses, Encoding.UTF8.GetBytes(sse)).Calls);
    }

    private static string[] Frames(string sse) => sse.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
}
