using System.Buffers;
using System.Text;
using Loadline.Core.Catalog;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

public sealed class ChatStreamRelayTests
{
    private const string Role = """data: {"id":"c","model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""" + "\n\n";
    private const string Hi = """data: {"id":"c","model":"m-1","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}""" + "\n\n";
    private const string Stop = """data: {"id":"c","model":"m-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";
    private const string UsageOnly = """data: {"id":"c","model":"m-1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public void Relay_UsageAskedFor_PassesEveryByte()
    {
        using var relay = Relay(showUsage: true, Role + Hi + Stop + UsageOnly + Done, out var output);
        Assert.Equal(Role + Hi + Stop + UsageOnly + Done, output);
        Assert.Equal(new TokenUsage(9, 3, 0, 4, 2), relay.Usage);
        Assert.Equal((true, true, true, false, "stop", "m-1"),
            (relay.HasContent, relay.SawDone, relay.IsComplete, relay.HasError, Text(relay.FinishReason), Text(relay.Model)));
    }

    [Fact]
    public void Relay_UsageNotAskedFor_HidesTheUsageChunk()
    {
        using var relay = Relay(showUsage: false, Role + Hi + Stop + UsageOnly + Done, out var output);
        Assert.Equal(Role + Hi + Stop + Done, output);
        Assert.Equal(9, relay.Usage?.Input);
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"x"},"finish_reason":null}],"usage":null}""", """{"choices":[{"delta":{"content":"x"},"finish_reason":null}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"x"}}],"usage":null,"obfuscation":"a}\"]"}""", """{"choices":[{"delta":{"content":"x"}}],"obfuscation":"a}\"]"}""")]
    [InlineData("""{"usage":null,"choices":[{"delta":{"content":"x"}}]}""", """{"choices":[{"delta":{"content":"x"}}]}""")]
    [InlineData("""{ "choices": [{"delta": {"content": "x"}}] , "usage": null }""", """{ "choices": [{"delta": {"content": "x"}}]  }""")]
    [InlineData("""{"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":2},"z":1}""", """{"choices":[{"delta":{"content":"x"}}],"z":1}""")]
    [InlineData("""{"choices":[{"delta":{"content":"x"}}],"x_y":{"usage":null}}""", """{"choices":[{"delta":{"content":"x"}}],"x_y":{"usage":null}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"usage"}}]}""", """{"choices":[{"delta":{"content":"usage"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"\",\"usage\":null"}}]}""", """{"choices":[{"delta":{"content":"\",\"usage\":null"}}]}""")]
    [InlineData("""{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}""", """{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}""")]
    [InlineData("""{"choices":[],"prompt_filter_results":[],"usage":null}""", """{"choices":[],"prompt_filter_results":[]}""")]
    [InlineData("not json \"usage\":null", "not json \"usage\":null")]
    public void Relay_UsageNotAskedFor_CutsOnlyTheMember(string chunk, string expected)
    {
        // Both as the first chunk (read whole) and after content has come (looked at quickly).
        foreach (var before in new[] { "", Hi })
        {
            using var relay = Relay(showUsage: false, before + "data: " + chunk + "\n\n", out var output);
            Assert.Equal(before + "data: " + expected + "\n\n", output);
            using var open = Relay(showUsage: true, before + "data: " + chunk + "\n\n", out output);
            Assert.Equal(before + "data: " + chunk + "\n\n", output);
        }
    }

    [Fact]
    public void Relay_UsageOverSeveralDataLines_IsCutToo()
    {
        Relay(false, Hi + "event: m\ndata: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\ndata: \"usage\":\ndata: {\"prompt_tokens\":1},\"z\":1}\n\n", out var output).Dispose();
        Assert.Equal(Hi + "event: m\ndata: {\"choices\":[{\"delta\":{\"content\":\"x\"}}], \"z\":1}\n\n".Replace("], \"z", "],\"z"), output);
    }

    [Fact]
    public void Relay_ContinuousUsage_LastWins()
    {
        static string Chunk(int n) => """data: {"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":5,"completion_tokens":""" + n + "}}\n\n";
        using var relay = Relay(showUsage: true, Chunk(1) + Chunk(2) + Chunk(3), out _);
        Assert.Equal(new TokenUsage(5, 0, 0, 3, 0), relay.Usage);
    }

    [Fact]
    public void Relay_GroqUsage_IsReadAndLeftInPlace()
    {
        var last = """data: {"choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"r","usage":{"prompt_tokens":7,"completion_tokens":2}}}""" + "\n\n";
        using var relay = Relay(showUsage: false, Hi + last, out var output);
        Assert.Equal(Hi + last, output);
        Assert.Equal(new TokenUsage(7, 0, 0, 2, 0), relay.Usage);
    }

    [Fact]
    public void Relay_NullUsageBesideAVendors_StillReadsTheVendors()
    {
        var chunk = """data: {"choices":[{"delta":{"content":"x"}}],"usage":null,"x_groq":{"usage":{"prompt_tokens":7,"completion_tokens":2}}}""" + "\n\n";
        using var relay = Relay(showUsage: false, Role + Hi + chunk, out var output);
        Assert.Equal(Role + Hi + chunk.Replace("\"usage\":null,", ""), output);
        Assert.Equal(new TokenUsage(7, 0, 0, 2, 0), relay.Usage);
    }

    [Theory]
    [InlineData("""{"content":""}""", false)]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[],"refusal":null}""", false)]
    [InlineData("""{"content":"a"}""", true)]
    [InlineData("""{"content":[{"type":"thinking"}]}""", true)]
    [InlineData("""{"tool_calls":[{"index":0}]}""", true)]
    [InlineData("""{"refusal":"No"}""", true)]
    [InlineData("""{"reasoning":"hm"}""", true)]
    [InlineData("""{"reasoning_content":"hm"}""", true)]
    [InlineData("""{"function_call":{"name":"f"}}""", true)]
    public void HasContent_Delta_TellsWhatTheCallerCanSee(string delta, bool expected)
    {
        using var relay = Relay(true, "data: {\"choices\":[{\"delta\":" + delta + ",\"finish_reason\":null}]}\n\n", out _);
        Assert.Equal((expected, false), (relay.HasContent, relay.HasFinishReason));
    }

    [Fact]
    public void FinishReason_OfAnyChoice_IsSeen()
    {
        using var relay = Relay(true, Hi + """data: {"choices":[{"delta":{},"finish_reason":null},{"delta":{},"finish_reason" : "length"}]}""" + "\n\n", out _);
        Assert.Equal("length", Text(relay.FinishReason));
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"Overloaded\",\"code\":503}}\n\n", "Overloaded", "503")]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"Bad call\",\"type\":\"t\",\"code\":\"tool_use_failed\"}}\n\n", "Bad call", "tool_use_failed")]
    [InlineData("event: error\ndata: upstream went away\n\n", "upstream went away", null)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\",\"error\":{\"message\":\"Cut\",\"code\":502}}]}\n\n", "Cut", "502")]
    public void Relay_ErrorInTheStream_IsSeenAndPassed(string error, string message, string? code)
    {
        using var first = Relay(false, Role + error, out var output);
        Assert.Equal(Role + error, output);
        Assert.Equal((message, code, false), (first.Error?.Message, first.Error?.Code, first.HasContent));
        using var later = Relay(false, Role + Hi + error, out _);
        Assert.Equal(message, later.Error?.Message);
    }

    [Fact]
    public void Relay_NullErrorMember_IsNoError()
    {
        using var relay = Relay(true, """data: {"error":null,"choices":[{"delta":{"content":"x"}}]}""" + "\n\n", out _);
        Assert.False(relay.HasError);
    }

    [Fact]
    public void Relay_Comments_PassAtOnce()
    {
        using var relay = Relay(false, ": OPENROUTER PROCESSING\n\n", out var output);
        Assert.Equal(": OPENROUTER PROCESSING\n\n", output);
        Assert.False(relay.HasContent);
    }

    [Fact]
    public void Complete_UnterminatedEnd_IsPassedOn()
    {
        using var relay = Relay(false, Hi + "data: [DONE]", out var output);
        Assert.Equal(Hi, output);
        var rest = new ArrayBufferWriter<byte>();
        relay.Complete(rest);
        Assert.Equal(("data: [DONE]", true, true), (Text(rest.WrittenSpan), relay.SawDone, relay.EndsMidEvent));
    }

    [Fact]
    public void Push_EventAboveTheBound_SaysSo()
    {
        using var relay = new ChatStreamRelay(maxEventBytes: 64);
        relay.Reset(showUsage: false);
        Assert.False(relay.Push(new byte[100], new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void Reset_AfterAStream_ForgetsIt()
    {
        using var relay = Relay(false, Hi + UsageOnly + "data: {\"error\":\"x\"}\n\ndata: half", out _);
        relay.Reset(showUsage: true);
        Assert.Equal((null, false, false, false, 0), (relay.Usage, relay.HasContent, relay.HasError, relay.IsComplete, relay.Model.Length));
        var output = new ArrayBufferWriter<byte>();
        Assert.True(relay.Push(Encoding.UTF8.GetBytes(UsageOnly), output));
        Assert.Equal(UsageOnly, Text(output.WrittenSpan));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static ChatStreamRelay Relay(bool showUsage, string stream, out string output)
    {
        var relay = new ChatStreamRelay();
        relay.Reset(showUsage);
        var writer = new ArrayBufferWriter<byte>();
        Assert.True(relay.Push(Encoding.UTF8.GetBytes(stream), writer));
        output = Text(writer.WrittenSpan);
        return relay;
    }
}
