using System.Buffers;
using System.Text;
using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Facts;
using Loadline.Testing;
using Loadline.Wire.OpenAI;
using Loadline.Wire.Sse;
using Xunit.Abstractions;

namespace Loadline.Wire.Tests.OpenAI;

/// <summary>The relay and the scanner on what real servers and clients sent.</summary>
public sealed class RecordedTrafficTests(ITestOutputHelper log)
{
    [DataFact("wire/INDEX.tsv")]
    public void Relay_EveryRecordedStream_IsWhatTheRecordingSays()
    {
        var streams = RecordedStreams.All().ToList();
        var withUsage = 0;
        foreach (var stream in streams)
        {
            var expected = Read(stream.Bytes);
            using var open = Relay(stream.Bytes, showUsage: true, stream.Bytes.Length, out var shown);
            Assert.True(stream.Bytes.AsSpan().SequenceEqual(shown), stream.Name);
            using var closed = Relay(stream.Bytes, showUsage: false, 7, out var hidden);
            var seen = Read(hidden);

            Assert.Equal((stream.Name, expected.Usage), (stream.Name, open.Usage));
            Assert.Equal((stream.Name, expected.Usage), (stream.Name, closed.Usage));
            Assert.Equal(expected.Deltas, seen.Deltas);
            Assert.False(seen.HasUsageMember, stream.Name);
            Assert.Equal(expected.Others, seen.Others);
            Assert.True(open.IsComplete && open.HasContent && !open.HasError, stream.Name);
            Assert.True(open.Model.Length > 0, stream.Name);
            withUsage += expected.Usage is null ? 0 : 1;
        }

        log.WriteLine($"{streams.Count} streams, {withUsage} with usage");
        Assert.True(streams.Count >= 70, $"only {streams.Count} streams were found");
    }

    [DataFact("wire/INDEX.tsv")]
    public void Read_EveryRecordedStream_AnySlicingGivesTheSameEvents()
    {
        foreach (var stream in RecordedStreams.All())
        {
            var whole = Events(stream.Bytes, stream.Bytes.Length);
            foreach (var slice in new[] { 1, 3, 64, 1000 })
            {
                Assert.Equal(whole, Events(stream.Bytes, slice));
            }
        }
    }

    [DataFact("wire/INDEX.tsv")]
    public void Scan_EveryRecordedRequest_RoutesAndSplices()
    {
        var facts = new RequestFacts();
        var edits = new UpstreamEdits("\"other\""u8.ToArray(), default, AskUsage: true);
        var requests = RecordedStreams.Requests().ToList();
        foreach (var request in requests)
        {
            facts.Reset(request.Bytes);
            var result = ChatRequestScanner.Scan(facts);
            if (request.Name.Contains("chat-no-messages", StringComparison.Ordinal))
            {
                // What OpenAI itself answered to it.
                Assert.Equal("empty_array", result.Code);
                continue;
            }

            Assert.True(result.Ok, request.Name + ": " + result.Message);
            using var before = JsonDocument.Parse(request.Bytes);
            AssertCounts(before.RootElement, facts, request.Name);

            ChatRequestSplicer.Splice(facts, edits, out var spliced);
            var bytes = new byte[spliced.Length];
            spliced.CopyTo(bytes);
            using var after = JsonDocument.Parse(bytes);
            Assert.Equal("other", after.RootElement.GetProperty("model").GetString());
            Assert.Equal(facts.Stream, after.RootElement.TryGetProperty("stream_options", out var options) && options.GetProperty("include_usage").GetBoolean());
        }

        log.WriteLine($"{requests.Count} requests");
        Assert.True(requests.Count >= 300, $"only {requests.Count} requests were found");
    }

    [DataFact("wire/INDEX.tsv")]
    public void Read_EveryRecordedReply_GivesItsUsage()
    {
        var replies = RecordedStreams.Replies().ToList();
        var withUsage = 0;
        foreach (var reply in replies)
        {
            using var expected = JsonDocument.Parse(reply.Bytes);
            var root = expected.RootElement;
            Assert.True(ChatResponseReader.TryRead(reply.Bytes, out var facts), reply.Name);
            TokenUsage? usage = root.TryGetProperty("usage", out var member) ? ToUsage(member) : null;
            Assert.Equal((reply.Name, usage), (reply.Name, facts.Usage));
            Assert.Equal(root.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null, facts.HasError);
            Assert.Equal(root.TryGetProperty("choices", out var choices) ? choices[0].GetProperty("finish_reason").GetString() : null,
                facts.FinishReason.IsMissing ? null : Encoding.UTF8.GetString(facts.FinishReason.In(reply.Bytes)));
            withUsage += usage is null ? 0 : 1;
        }

        log.WriteLine($"{replies.Count} replies, {withUsage} with usage");
        Assert.True(withUsage >= 290, $"only {withUsage} replies with usage were found");
    }

    [DataFact("wire/nst+JSONTestSuite")]
    public void Scan_JsonTestSuite_TakesTheValidAndNeverThrows()
    {
        var facts = new RequestFacts();
        var counts = (Valid: 0, Invalid: 0);
        foreach (var file in Directory.EnumerateFiles(DataFolder.Path("wire/nst+JSONTestSuite"), "*.json", SearchOption.AllDirectories))
        {
            byte[] body = [.. Encoding.UTF8.GetBytes("{\"model\":\"m\"," + Scanned.Hello + ",\"x\":"), .. File.ReadAllBytes(file), .. "}"u8];
            facts.Reset(body);
            var result = ChatRequestScanner.Scan(facts);
            switch (Path.GetFileName(file)[..2])
            {
                case "y_":
                    counts.Valid++;
                    Assert.True(result.Ok, file + ": " + result.Message);
                    break;
                case "n_":
                    counts.Invalid++;
                    Assert.False(result.Ok, file);
                    break;
            }
        }

        log.WriteLine($"{counts.Valid} valid, {counts.Invalid} invalid");
        Assert.True(counts is { Valid: > 50, Invalid: > 100 });
    }

    private static void AssertCounts(JsonElement root, RequestFacts facts, string name)
    {
        var messages = root.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal((name, messages.Count), (name, facts.Messages));
        Assert.Equal(messages.Count(message => message.GetProperty("role").GetString() == "user"), facts.UserTurns);
        Assert.Equal(root.TryGetProperty("tools", out var tools) ? tools.GetArrayLength() : 0, facts.Tools);
        var texts = messages.Where(message => message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
            .Select(message => message.GetProperty("content").GetString());
        var decoded = Encoding.UTF8.GetString(facts.Text().All);
        Assert.All(texts, text => Assert.Contains(text!, decoded, StringComparison.Ordinal));
    }

    private static ChatStreamRelay Relay(byte[] stream, bool showUsage, int slice, out byte[] output)
    {
        var relay = new ChatStreamRelay();
        relay.Reset(showUsage);
        var writer = new ArrayBufferWriter<byte>();
        foreach (var chunk in stream.Chunk(slice))
        {
            Assert.True(relay.Push(chunk, writer));
        }

        relay.Complete(writer);
        output = writer.WrittenSpan.ToArray();
        return relay;
    }

    private static List<string> Events(byte[] stream, int slice)
    {
        using var reader = new SseReader();
        var events = new List<string>();
        foreach (var chunk in stream.Chunk(slice).Append([]))
        {
            reader.Append(chunk);
            if (chunk.Length == 0)
            {
                reader.Complete();
            }

            while (reader.TryRead(out var sse))
            {
                events.Add(Convert.ToHexString(sse.Raw) + "|" + Encoding.UTF8.GetString(sse.Name) + "|" + Encoding.UTF8.GetString(sse.Data));
            }
        }

        return events;
    }

    // A plain reading of the stream, line by line and through an object model: what the relay is held against.
    private static Plain Read(byte[] stream)
    {
        var plain = new Plain();
        foreach (var line in Encoding.UTF8.GetString(stream).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
            {
                if (line.Length > 0)
                {
                    plain.Others.Add(line);
                }

                continue;
            }

            using var chunk = JsonDocument.Parse(line[6..]);
            var root = chunk.RootElement;
            if (root.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0)
            {
                plain.Deltas.Add(choices.GetRawText());
            }

            var usage = root.TryGetProperty("x_groq", out var vendor) && vendor.TryGetProperty("usage", out var inner) ? inner : default;
            if (root.TryGetProperty("usage", out var own))
            {
                plain.HasUsageMember = true;
                usage = own.ValueKind == JsonValueKind.Object ? own : usage;
            }

            plain.Usage = usage.ValueKind == JsonValueKind.Object ? ToUsage(usage) : plain.Usage;
        }

        return plain;
    }

    private static TokenUsage ToUsage(JsonElement usage)
    {
        var (prompt, completion) = (Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"));
        var reasoning = Math.Max(Count(usage, "completion_tokens_details", "reasoning_tokens"), Count(usage, "reasoning_tokens"));
        var output = Count(usage, "total_tokens") == prompt + completion + reasoning ? completion + reasoning : completion;
        var cached = Math.Max(Count(usage, "prompt_tokens_details", "cached_tokens"), Count(usage, "prompt_cache_hit_tokens"));
        return new TokenUsage(cached > prompt ? prompt + cached : prompt, cached, Count(usage, "prompt_tokens_details", "cache_write_tokens"), output, reasoning)
        {
            ChargedUsd = usage.TryGetProperty("cost", out var cost) && cost.ValueKind == JsonValueKind.Number ? cost.GetDecimal() : null,
        };
    }

    private static long Count(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return 0;
            }
        }

        return element.ValueKind == JsonValueKind.Number ? element.GetInt64() : 0;
    }

    private sealed class Plain
    {
        public List<string> Deltas { get; } = [];

        public List<string> Others { get; } = [];

        public TokenUsage? Usage { get; set; }

        public bool HasUsageMember { get; set; }
    }
}
