using System.Buffers;
using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Whatever an upstream sends: no exception, bounded output, and a stream that ends as its dialect ends.</summary>
public sealed class HostileStreamTests
{
    private static readonly Dialect[] Callers = [Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini];
    private static readonly Dialect[] Upstreams = [.. Callers, Dialect.Bedrock];

    private static readonly string[] Pieces =
    [
        "data: ", "data:", "event: error\n", "\n", "\r", "\r\n\r\n", ": c\n\n", "\uFEFF", "[DONE]", "{}", "null", "[", "{\"choices\":", "[{\"delta\":{\"content\":\"\\ud83d\"}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}", "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":7,\"function\":{\"arguments\":\"}{\"}}]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"index\":-1,\"function\":{\"name\":\"f\",\"arguments\":{}}}]}}]}", "{\"choices\":[{\"delta\":null,\"finish_reason\":\"stop\"}]}",
        "{\"usage\":{\"prompt_tokens\":1e400}}", "{\"type\":\"message_start\",\"message\":7}", "{\"type\":\"content_block_start\",\"index\":99999999999,\"content_block\":{\"type\":\"tool_use\"}}",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}}", "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"é\"}}",
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":[]}", "{\"type\":\"message_stop\"}", "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\"}}",
        "{\"type\":\"response.output_item.done\",\"output_index\":3,\"item\":{\"type\":\"message\",\"content\":[{\"text\":\"t\"}]}}", "{\"type\":\"response.completed\"}", "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{}}]}}]}",
        "{\"candidates\":[{\"finishReason\":\"STOP\"}]}", "{\"error\":{\"message\":\"\\udc00\"}}", "{\"error\":\"x\"}", new string('[', 500), "\"", "\\",
    ];

    [Fact]
    public void Stream_AnyPieces_EndsInEveryDialect()
    {
        var streams = Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(streams, ArbMap.Default.ArbFor<byte>(), (text, pick) =>
        {
            var (from, to) = (Upstreams[pick % Upstreams.Length], Callers[pick / 8 % Callers.Length]);
            var bytes = Encoding.UTF8.GetBytes(text);
            var output = new ArrayBufferWriter<byte>();
            using var converter = ChatConversion.CreateStream(from, to, Converted.Context);
            for (var i = 0; i < bytes.Length; i++)
            {
                converter.Push(bytes.AsSpan(i, 1), output);
            }

            converter.Complete(output);
            return converter.IsOver && output.WrittenCount <= 8192 + (200 * bytes.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Stream_BrokenUtf8AndHalfPairs_BecomeReplacementCharacters()
    {
        byte[] sse = [.. "data: {\"choices\":[{\"delta\":{\"content\":\"a\xff"u8[..^2], 0xFF, .. "b\\ud83dc\"},\"finish_reason\":\"stop\"}]}\n\n"u8];
        foreach (var caller in Callers)
        {
            var output = new ArrayBufferWriter<byte>();
            using var converter = ChatConversion.CreateStream(Dialect.OpenAIChat, caller, Converted.Context);
            converter.Push(sse, output);
            converter.Complete(output);
            Assert.Equal("a\uFFFDb\uFFFDc", Understood.Stream(caller, output.WrittenSpan).Text);
        }
    }

    [Fact]
    public void Stream_EventAboveTheBound_EndsWithAnError()
    {
        var output = new ArrayBufferWriter<byte>();
        using var converter = ChatConversion.CreateStream(Dialect.OpenAIChat, Dialect.Anthropic, Converted.Context, maxEventBytes: 1000);
        Assert.False(converter.Push(Encoding.UTF8.GetBytes("data: " + new string('x', 2000)), output));
        Assert.True(converter.IsOver);
        Assert.StartsWith("event: error", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void Stream_WithoutEndOfTextOrCalls_IsCutAtTheBound()
    {
        var chunk = Encoding.UTF8.GetBytes("data: {\"choices\":[{\"delta\":{\"content\":\"" + new string('x', 1 << 20) + "\"}}]}\n\n");
        var output = new Nowhere();
        using var converter = ChatConversion.CreateStream(Dialect.OpenAIChat, Dialect.OpenAIResponses, Converted.Context);
        for (var i = 0; i < 80; i++)
        {
            converter.Push(chunk, output);
        }

        Assert.True(converter.IsOver);
        Assert.NotNull(converter.Error);
    }

    [Fact]
    public void Stream_ManyTinyCalls_TakeBoundedTime()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 5000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{{\"index\":{i},\"id\":\"c{i}\",\"function\":{{\"name\":\"f\",\"arguments\":\"{{\"}}}}]}}}}]}}\n\n");
        }

        var watch = Stopwatch.StartNew();
        Converted.Stream(Dialect.OpenAIChat, Dialect.Anthropic, text.ToString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void Bedrock_WrongChecksum_EndsWithAnError()
    {
        byte[] frame = [0, 0, 0, 16, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0];
        var output = new ArrayBufferWriter<byte>();
        using var converter = ChatConversion.CreateStream(Dialect.Bedrock, Dialect.OpenAIChat, Converted.Context);
        Assert.False(converter.Push(frame, output));
        Assert.NotNull(converter.Error);
    }

    [Fact]
    public void Requests_AnyPieces_AreReadOrRefused()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ",", ":", "\"model\"", "\"messages\"", "\"input\"", "\"contents\"", "\"tools\"", "\"role\"", "\"user\"", "\"content\"", "\"type\"", "\"tool_use\"", "1", "null",
            "\"\\ud800\"", "\"parts\"", "\"system\"", "\"generationConfig\"", "{\"model\":\"m\",\"messages\":[", "{\"contents\":[{\"parts\":[", "{\"role\":\"user\",\"content\":", "\"x\"}", "]}",
        ];
        Prop.ForAll(Gen.Elements(pieces).ArrayOf().Select(string.Concat).ToArbitrary(), ArbMap.Default.ArbFor<byte>(), (text, pick) =>
        {
            var result = ChatConversion.TryReadRequest(Callers[pick % 4], Encoding.UTF8.GetBytes(text), "m", false, out var request);
            if (!result.Ok)
            {
                return request is null;
            }

            using (request)
            {
                foreach (var target in new[] { Converted.Chat, Converted.Responses, Converted.Claude, Converted.Gemini, Converted.Bedrock })
                {
                    var output = new ArrayBufferWriter<byte>();
                    ChatConversion.WriteRequest(request, target, output, new ConversionLosses());
                    using var parsed = System.Text.Json.JsonDocument.Parse(output.WrittenMemory);
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private sealed class Nowhere : IBufferWriter<byte>
    {
        private byte[] _room = new byte[4096];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint);

        private byte[] Room(int size) => _room = size > _room.Length ? new byte[size] : _room;
    }
}
