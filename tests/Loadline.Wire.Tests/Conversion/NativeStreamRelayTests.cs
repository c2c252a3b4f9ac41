using System.Buffers;
using System.Text;
using System.Text.Json;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Loadline.Wire.Gemini;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Streams that stay in their dialect: the bytes as they came, and what was read of them on the way.</summary>
public sealed class NativeStreamRelayTests
{
    private static readonly ChatError Fault = new(ErrorKind.Other, 502, "Cut off.") { Type = "upstream_error", Code = "upstream_stream_broken" };

    public static TheoryData<Dialect> Dialects => [Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini];

    [DataTheory("wire/INDEX.tsv")]
    [MemberData(nameof(Dialects))]
    public void RecordedStreams_CutAnywhere_PassByteForByteAndAreUnderstood(Dialect dialect)
    {
        var streams = RecordedChats.Replies.Where(chat => chat.IsStream && chat.Dialect == dialect).ToList();
        Assert.NotEmpty(streams);
        foreach (var chat in streams)
        {
            using var whole = ChatConversion.CreateStream(dialect, Dialect.OpenAIChat, Converted.Context);
            var ignored = new ArrayBufferWriter<byte>();
            whole.Push(chat.Reply, ignored);
            whole.Complete(ignored);
            foreach (var seed in (int[])[1, 2, 3])
            {
                using var relay = new NativeStreamRelay(dialect);
                var output = new ArrayBufferWriter<byte>();
                Push(relay, chat.Reply, new Random(seed), output);
                relay.Complete(output);

                Assert.True(output.WrittenSpan.SequenceEqual(chat.Reply), chat.ToString());
                Assert.Equal((chat, whole.Usage, whole.IsComplete, whole.HasContent), (chat, relay.Usage, relay.IsComplete, relay.HasContent));
            }
        }
    }

    [DataTheory("wire/INDEX.tsv")]
    [MemberData(nameof(Dialects))]
    public void RecordedStreams_BrokenAnywhere_EndInOneErrorEventOfTheDialect(Dialect dialect)
    {
        foreach (var chat in RecordedChats.Replies.Where(chat => chat.IsStream && chat.Dialect == dialect).Take(20))
        {
            for (var at = 1; at < chat.Reply.Length / 2; at += 1 + (chat.Reply.Length / 23))
            {
                using var relay = new NativeStreamRelay(dialect);
                var output = new ArrayBufferWriter<byte>();
                relay.Push(chat.Reply.AsSpan(0, at), output);
                if (relay.IsComplete || relay.Failure is not null)
                {
                    continue;
                }

                var passed = output.WrittenCount;
                relay.Fail(Fault, output);

                Assert.True(chat.Reply.AsSpan().StartsWith(output.WrittenSpan[..passed]), chat.ToString());
                var told = Encoding.UTF8.GetString(output.WrittenSpan[passed..]).Trim();
                using var json = JsonDocument.Parse(told[(told.IndexOf("data: ", StringComparison.Ordinal) + 6)..]);
                Assert.Contains("Cut off.", json.RootElement.ToString(), StringComparison.Ordinal);
                Assert.Equal(dialect != Dialect.Gemini, told.StartsWith("event: error\n", StringComparison.Ordinal));
                Assert.False(relay.IsComplete);
            }
        }
    }

    [DataFact("wire/INDEX.tsv")]
    public void RecordedGeminiStreams_AsArrays_HoldTheSameParts()
    {
        foreach (var chat in RecordedChats.Replies.Where(chat => chat.IsStream && chat.Dialect == Dialect.Gemini))
        {
            using var flow = new GeminiArrayFlow(new NativeStreamRelay(Dialect.Gemini));
            var output = new ArrayBufferWriter<byte>();
            Push(flow, chat.Reply, new Random(4), output);
            flow.Complete(output);

            using var array = JsonDocument.Parse(output.WrittenMemory);
            var events = Encoding.UTF8.GetString(chat.Reply).Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line[5..].Trim());
            Assert.Equal(events, array.RootElement.EnumerateArray().Select(part => part.GetRawText()));
        }
    }

    [Fact]
    public void Relay_EventTooLarge_IsGivenUp()
    {
        using var relay = new NativeStreamRelay(Dialect.Anthropic, maxEventBytes: 1000);

        Assert.False(relay.Push(Encoding.UTF8.GetBytes("event: x\ndata: " + new string('x', 2000)), new ArrayBufferWriter<byte>()));
    }

    private static void Push(ReplyFlow flow, byte[] bytes, Random random, ArrayBufferWriter<byte> output)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(random.Next(1, 60), bytes.Length - at);
            Assert.True(flow.Push(bytes.AsSpan(at, size), output));
            at += size;
        }
    }
}
