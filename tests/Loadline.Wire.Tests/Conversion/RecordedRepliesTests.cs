using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Every recorded chat reply, through every caller's dialect.</summary>
public sealed class RecordedRepliesTests(ITestOutputHelper log)
{
    private static readonly Dialect[] Callers = [Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini];
    private static readonly ReplyContext Context = new("0123456789abcdef", "the-model", 1_700_000_000);

    [DataFact("wire/INDEX.tsv")]
    public void OurReading_EveryRecordedReply_IsTheNativeOne()
    {
        var faults = new List<string>();
        foreach (var chat in Covered())
        {
            var native = NativeReading.Of(chat);
            var ours = Read(chat);
            if (ours.Text != native.Text || ours.Calls != native.Calls || (ours.Usage.Output != native.Output && ours.Usage.Reasoning == 0))
            {
                faults.Add($"{chat}\n  native {native.Text} [{native.Calls}] {native.Output}\n  ours   {ours.Text} [{ours.Calls}] {ours.Usage.Output} {ours.HasError}");
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} differ:\n{string.Join('\n', faults.Take(8))}");
    }

    [DataFact("wire/INDEX.tsv")]
    public void Conversion_EveryRecordedReplyToEveryDialect_ReadsAsTheRecording()
    {
        var faults = new List<string>();
        foreach (var chat in Covered())
        {
            var native = Read(chat);
            foreach (var caller in Callers)
            {
                var converted = chat.IsStream ? Understood.Stream(caller, Stream(chat, caller)) : Understood.Whole(caller, Whole(chat, caller));
                if (converted != native.In(caller))
                {
                    faults.Add($"{chat} to {caller}\n  native    {native.In(caller)}\n  converted {converted}");
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} differ:\n{string.Join('\n', faults.Take(8))}");
    }

    [DataFact("wire/INDEX.tsv")]
    public void Streams_CutAnywhere_GiveTheSameBytes()
    {
        var streams = Covered().Where(chat => chat.IsStream).ToList();
        var random = new Random(7);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (which, size) =>
        {
            var chat = streams[(int)((uint)which % (uint)streams.Count)];
            var caller = Callers[(uint)which % Callers.Length];
            return Stream(chat, caller).AsSpan().SequenceEqual(Stream(chat, caller, random, 1 + (size / 4)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [DataFact("wire/INDEX.tsv")]
    public void Streams_CutShort_EndWithAnErrorInEveryDialect()
    {
        foreach (var chat in Covered().Where(chat => chat.IsStream && chat.Dialect != Dialect.Bedrock))
        {
            // Before any finish: everything up to the first third is text or calls at most.
            var short3 = chat.Reply.AsSpan(0, chat.Reply.Length / 3).ToArray();
            if (Encoding.UTF8.GetString(short3) is var said && (said.Contains("finish_reason\":\"", StringComparison.Ordinal)
                || said.Contains("finishReason", StringComparison.Ordinal)))
            {
                continue;
            }

            foreach (var caller in Callers)
            {
                var read = Understood.Stream(caller, Stream(chat with { Reply = short3 }, caller));
                Assert.True(read.HasError, $"{chat} to {caller}");
            }
        }
    }

    private List<RecordedChat> Covered()
    {
        var all = RecordedChats.Replies.ToList();
        var left = all.Select(chat => (chat, Why: LeftOut(chat))).Where(pair => pair.Why is not null).ToList();
        foreach (var group in left.GroupBy(pair => pair.Why))
        {
            log.WriteLine($"left out, {group.Key}: {group.Count()}, such as {group.First().chat}");
        }

        log.WriteLine($"{all.Count - left.Count} of {all.Count} rows, {all.Count(chat => chat.IsStream)} of them streams");
        Assert.True(left.Count <= all.Count * 0.05, $"{left.Count} of {all.Count} left out");
        return [.. all.Except(left.Select(pair => pair.chat))];
    }

    private static string? LeftOut(RecordedChat chat) =>
        chat.Reply.Length == 0 ? "no body was recorded"
        : chat.IsStream || chat.Reply.AsSpan().TrimStart(" \r\n"u8).StartsWith("{"u8) ? null
        : "not one JSON object";

    private static Understood Read(RecordedChat chat) =>
        chat.IsStream ? Understood.Stream(chat.Dialect, chat.Reply) : Understood.Whole(chat.Dialect, chat.Reply);

    private static byte[] Whole(RecordedChat chat, Dialect caller)
    {
        Assert.True(ChatConversion.TryReadReply(chat.Dialect, chat.Reply, out var reply));
        var output = new ArrayBufferWriter<byte>();
        ChatConversion.WriteReply(caller, reply, Context, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Stream(RecordedChat chat, Dialect caller, Random? random = null, int most = int.MaxValue)
    {
        var output = new ArrayBufferWriter<byte>();
        using var converter = ChatConversion.CreateStream(chat.Dialect, caller, Context);
        for (var rest = chat.Reply.AsSpan(); !rest.IsEmpty;)
        {
            var next = Math.Min(random?.Next(1, most + 1) ?? most, rest.Length);
            Assert.True(converter.Push(rest[..next], output));
            rest = rest[next..];
        }

        converter.Complete(output);
        return output.WrittenSpan.ToArray();
    }
}
