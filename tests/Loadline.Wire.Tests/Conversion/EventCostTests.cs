using System.Buffers;
using System.Text;
using Loadline.Testing;
using Loadline.Testing.Cost;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>What the conversion of one stream event costs.</summary>
public sealed class EventCostTests(ITestOutputHelper log)
{
    private const int Events = 500;
    private const int Rounds = 100;

    // Unoptimised code is slower; the figure itself is in the log.
    private const int Slack = 4;

    [Theory]
    [InlineData(Dialect.OpenAIChat, Dialect.Anthropic)]
    [InlineData(Dialect.OpenAIChat, Dialect.OpenAIResponses)]
    [InlineData(Dialect.OpenAIChat, Dialect.Gemini)]
    [InlineData(Dialect.Anthropic, Dialect.OpenAIChat)]
    [InlineData(Dialect.Anthropic, Dialect.OpenAIResponses)]
    [InlineData(Dialect.OpenAIResponses, Dialect.Anthropic)]
    [InlineData(Dialect.Gemini, Dialect.Anthropic)]
    public void TextEvent_Converted_IsCheapAndAllocatesLittle(Dialect from, Dialect to)
    {
        var sse = Encoding.UTF8.GetBytes(Event(from));
        var output = new ArrayBufferWriter<byte>(1 << 16);
        using var converter = ChatConversion.CreateStream(from, to, Converted.Context);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var best = Best(() => Run(converter, sse, output)) / Events;
        var perEvent = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (Rounds * Events);
        log.WriteLine($"{from} to {to}: {best:0.00} us and {perEvent} bytes an event of {sse.Length} bytes");
        Assert.True(perEvent <= 256, $"{perEvent} bytes an event");
        Assert.True(best < 10 * Slack, $"{best} us an event");
    }

    [Theory]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.OpenAIResponses)]
    [InlineData(Dialect.Gemini)]
    public void TextEvent_PassedOn_IsCheaperThanConverted(Dialect dialect)
    {
        var sse = Encoding.UTF8.GetBytes(Event(dialect));
        var output = new ArrayBufferWriter<byte>(1 << 16);
        using var relay = new NativeStreamRelay(dialect);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var best = Best(() => Run(relay, sse, output)) / Events;
        var perEvent = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (Rounds * Events);
        log.WriteLine($"{dialect} passed on: {best:0.00} us and {perEvent} bytes an event of {sse.Length} bytes");
        Assert.True(perEvent <= 256, $"{perEvent} bytes an event");
        Assert.True(best < 10 * Slack, $"{best} us an event");
    }

    [DataFact("wire/INDEX.tsv")]
    public void RecordedStreams_EveryDialect_StayUnderTenMicrosecondsAnEvent()
    {
        var streams = RecordedChats.Replies.Where(chat => chat.IsStream).ToList();
        var output = new ArrayBufferWriter<byte>(1 << 20);
        foreach (var from in streams.GroupBy(chat => chat.Dialect))
        {
            foreach (var to in new[] { Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini })
            {
                var events = from.Sum(chat => from.Key == Dialect.Bedrock ? chat.Reply.Length / 200 : chat.Reply.AsSpan().Count("data:"u8));
                var each = Best(() => Round(from, to, output)) / events;
                log.WriteLine($"{from.Key} to {to}: {each:0.0} us an event over {events} events, whole streams with their beginnings and ends");
                Assert.True(each < 10 * Slack * 2, $"{from.Key} to {to}: {each} us");
            }
        }
    }

    private static void Round(IEnumerable<RecordedChat> streams, Dialect to, ArrayBufferWriter<byte> output)
    {
        foreach (var chat in streams)
        {
            output.ResetWrittenCount();
            using var converter = ChatConversion.CreateStream(chat.Dialect, to, Converted.Context);
            converter.Push(chat.Reply, output);
            converter.Complete(output);
        }
    }

    // The best of many short rounds: what the code costs, not what else the machine does.
    private static double Best(Action round)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var start = ThreadClock.Now;
            round();
            best = Math.Min(best, (ThreadClock.Now - start).TotalMicroseconds);
        }

        return best;
    }

    private static void Run(ReplyFlow converter, byte[] sse, ArrayBufferWriter<byte> output)
    {
        for (var i = 0; i < Events; i++)
        {
            output.ResetWrittenCount();
            converter.Push(sse, output);
        }
    }

    private static string Event(Dialect dialect) => dialect switch
    {
        Dialect.Anthropic => "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" some\\nwords\"}   }\n\n",
        Dialect.OpenAIResponses => "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":7,\"item_id\":\"msg_0123456789\",\"output_index\":0,\"content_index\":0,\"delta\":\" some words\",\"logprobs\":[],\"obfuscation\":\"abcdefgh\"}\n\n",
        Dialect.Gemini => "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" some words\"}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":9,\"totalTokenCount\":9},\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"x\"}\r\n\r\n",
        _ => "data: {\"id\":\"chatcmpl-0123456789\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"gpt-4.1\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" some words\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n",
    };
}
