using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Conversions of what a test writes as text.</summary>
internal static class Converted
{
    public static readonly UpstreamTarget Chat = new(Dialect.OpenAIChat, "gpt-4.1") { Server = UpstreamServer.OpenAI };
    public static readonly UpstreamTarget Responses = new(Dialect.OpenAIResponses, "gpt-5-mini") { Server = UpstreamServer.OpenAI };
    public static readonly UpstreamTarget Claude = new(Dialect.Anthropic, "claude-sonnet-4-5") { Server = UpstreamServer.Anthropic };
    public static readonly UpstreamTarget Gemini = new(Dialect.Gemini, "gemini-2.5-flash") { Server = UpstreamServer.Gemini };
    public static readonly UpstreamTarget Bedrock = new(Dialect.Bedrock, "anthropic.claude-sonnet-4-5-v1:0");
    public static readonly ReplyContext Context = new("0123456789abcdef", "the-model", 1_700_000_000);

    public static JsonNode Request(Dialect from, UpstreamTarget to, string body) => Request(from, to, body, out _);

    public static JsonNode Request(Dialect from, UpstreamTarget to, string body, out ConversionLosses losses)
    {
        var result = ChatConversion.TryReadRequest(from, Encoding.UTF8.GetBytes(body), "gemini", false, out var request);
        Assert.True(result.Ok, result.Message);
        using (request)
        {
            losses = new ConversionLosses();
            var output = new ArrayBufferWriter<byte>();
            ChatConversion.WriteRequest(request, to, output, losses);
            return JsonNode.Parse(output.WrittenSpan)!;
        }
    }

    public static string Stream(Dialect from, Dialect to, string sse, ReplyContext? context = null)
    {
        var output = new ArrayBufferWriter<byte>();
        using var converter = ChatConversion.CreateStream(from, to, context ?? Context);
        converter.Push(Encoding.UTF8.GetBytes(sse), output);
        converter.Complete(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static JsonNode Reply(Dialect from, Dialect to, string body, ReplyContext? context = null)
    {
        Assert.True(ChatConversion.TryReadReply(from, Encoding.UTF8.GetBytes(body), out var reply));
        var output = new ArrayBufferWriter<byte>();
        ChatConversion.WriteReply(to, reply, context ?? Context, output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    /// <summary>The data of each event.</summary>
    public static List<JsonNode> Events(string sse) =>
        [.. sse.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];

    /// <summary>Chat chunks around the given deltas, with their end.</summary>
    public static string Chunks(string finish, params string[] deltas) =>
        string.Concat(deltas.Select(delta => $"data: {{\"id\":\"c\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null}}]}}\n\n"))
        + $"data: {{\"id\":\"c\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{finish}\"}}]}}\n\n"
        + "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":7,\"total_tokens\":127,\"prompt_tokens_details\":{\"cached_tokens\":30,\"cache_write_tokens\":20}}}\n\n"
        + "data: [DONE]\n\n";
}
