using System.Buffers;
using System.Text;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Requests of real clients, to each dialect and back.</summary>
public sealed class RequestRoundTripTests(ITestOutputHelper log)
{
    private static readonly UpstreamTarget[] Targets =
    [
        new(Dialect.OpenAIChat, "gpt-5-mini") { Server = UpstreamServer.OpenAI },
        new(Dialect.OpenAIResponses, "gpt-5-mini") { Server = UpstreamServer.OpenAI },
        new(Dialect.Anthropic, "claude-sonnet-4-5") { Server = UpstreamServer.Anthropic, MaxOutputTokens = 64000 },
        new(Dialect.Gemini, "gemini-2.5-flash") { Server = UpstreamServer.Gemini },
    ];

    [DataFact("wire/captures")]
    public void Request_EveryCapture_KeepsItsGistInEveryDialect() => Check(RecordedRequests.Captures().ToList());

    [DataFact("wire/INDEX.tsv")]
    public void Request_EveryRecordedOne_KeepsItsGistInEveryDialect() => Check(RecordedRequests.Recorded().ToList());

    [DataFact("wire/captures")]
    public void Request_EveryCaptureToBedrock_IsOneJsonObject()
    {
        foreach (var chat in RecordedRequests.Captures())
        {
            using var request = Read(chat.Dialect, chat.Request);
            var body = Write(request, new UpstreamTarget(Dialect.Bedrock, "anthropic.claude-sonnet-4-5-v1:0"), new ConversionLosses());
            using var document = System.Text.Json.JsonDocument.Parse(body);
            Assert.True(document.RootElement.GetProperty("messages").GetArrayLength() > 0, chat.ToString());
        }
    }

    private void Check(List<RecordedChat> chats)
    {
        Assert.NotEmpty(chats);
        var faults = new List<string>();
        foreach (var chat in chats)
        {
            using var request = Read(chat.Dialect, chat.Request);
            foreach (var target in Targets)
            {
                var losses = new ConversionLosses();
                var body = Write(request, target, losses);
                using var back = Read(target.Dialect, body);
                var (sent, got) = (Gist.Of(request), Gist.Of(back));
                if (sent != got && !IsExplained(sent, got, losses))
                {
                    faults.Add($"{chat} to {target.Dialect}\n sent {sent}\n got  {got}\n {string.Join("; ", losses.Items)}\n");
                }
            }
        }

        log.WriteLine($"{chats.Count} requests: {string.Join(", ", chats.GroupBy(chat => chat.Dialect).Select(group => $"{group.Key} {group.Count()}"))}");
        Assert.True(faults.Count == 0, $"{faults.Count} differ:\n{string.Join('\n', faults.Take(6).Select(fault => fault.Length > 3000 ? fault[..3000] : fault))}");
    }

    // What was added or said in other words is in the loss report; nothing else may differ.
    private static bool IsExplained(Gist sent, Gist got, ConversionLosses losses)
    {
        var added = losses.Items.Any(loss => loss.Kind is LossKind.Added or LossKind.Degraded && loss.Path is "messages" or "tools" or "tool_calls" or "response_format");
        return added && sent.Calls == got.Calls && got.Tools.Contains(sent.Tools, StringComparison.Ordinal) && got.Words.Length >= sent.Words.Length;
    }

    private static ChatRequest Read(Dialect dialect, byte[] body)
    {
        var result = ChatConversion.TryReadRequest(dialect, body, "gemini", false, out var request);
        Assert.True(result.Ok, $"{result.Message} {Encoding.UTF8.GetString(body)}");
        return request;
    }

    private static byte[] Write(ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        var output = new ArrayBufferWriter<byte>();
        ChatConversion.WriteRequest(request, target, output, losses);
        return output.WrittenSpan.ToArray();
    }
}
