using System.Buffers;
using System.Text;
using Loadline.Core.Facts;
using Loadline.Testing.Cost;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

/// <summary>What runs per request or per chunk allocates nothing once its buffers have grown.</summary>
public sealed class AllocationTests
{
    private readonly RequestFacts _facts = new();
    private readonly Sink _sink = new();

    [Fact]
    public void Scan_AndSplice_AllocateNothing()
    {
        var body = Encoding.UTF8.GetBytes(
            """{"model":"auto","stream":true,"max_tokens":9,"metadata":{"a":"b","loadline.max_cost_usd":"0.1","loadline":{"task":"code"}},"tools":[{"function":{"name":"f"}}],"messages":["""
            + """{"content":[{"type":"text","text":"Hi \n"}],"role":"user"},{"role":"assistant","content":"x","tool_calls":[{"function":{"arguments":"{}"}}]}]}""");
        var edits = new UpstreamEdits("\"m\""u8.ToArray(), "\"low\""u8.ToArray(), AskUsage: true);
        AssertNone(() =>
        {
            _facts.Reset(body);
            Assert.True(ChatRequestScanner.Scan(_facts).Ok);
            Span<byte> name = stackalloc byte[ChatRequestScanner.MaxModelBytes];
            ModelName.CopyTo(_facts, name);
            ChatRequestSplicer.Splice(_facts, edits, out var spliced);
            spliced.WriteTo(_sink);
        });
    }

    [Fact]
    public void Scan_Embeddings_AllocatesNothing()
    {
        var body = "{\"model\":\"e\",\"input\":[\"a\",\"b\"]}"u8.ToArray();
        AssertNone(() =>
        {
            _facts.Reset(body);
            Assert.True(EmbeddingsRequestScanner.Scan(_facts).Ok);
        });
    }

    [Fact]
    public void Read_Reply_AllocatesNothing()
    {
        var body = """{"model":"m","choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"""u8.ToArray();
        AssertNone(() =>
        {
            Assert.True(ChatResponseReader.TryRead(body, out var facts) && facts.Usage is not null);
            Assert.NotNull(ChatResponseReader.ReadEmbeddingsUsage(body));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Relay_AllocatesNothing(bool showUsage)
    {
        using var relay = new ChatStreamRelay();
        var stream = Encoding.UTF8.GetBytes(
            ": c\n\n"
            + """data: {"model":"m","choices":[{"delta":{"content":""},"finish_reason":null}],"usage":null}""" + "\n\n"
            + """data: {"model":"m","choices":[{"delta":{"content":"x"},"finish_reason":null}],"usage":null,"obfuscation":"ab"}""" + "\n\n"
            + """data: {"model":"m","choices":[{"delta":{"content":"y"},"finish_reason":null}]}""" + "\n\n"
            + "data: {\"choices\":[],\ndata: \"usage\":null}\n\n"
            + """data: {"model":"m","choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""" + "\n\n"
            + """data: {"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""" + "\n\ndata: [DONE]\n\n");
        AssertNone(() =>
        {
            relay.Reset(showUsage);
            for (var at = 0; at < stream.Length; at += 50)
            {
                relay.Push(stream.AsSpan(at, Math.Min(50, stream.Length - at)), _sink);
            }

            relay.Complete(_sink);
            Assert.True(relay.SawDone);
        });
    }

    private static void AssertNone(Action action)
    {
        for (var i = 0; i < 100; i++)
        {
            action();
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                action();
            }
        }));
    }

    private sealed class Sink : IBufferWriter<byte>
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public Span<byte> GetSpan(int sizeHint = 0) => _buffer;
    }
}
