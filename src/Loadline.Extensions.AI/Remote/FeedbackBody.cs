using System.Buffers;
using System.Text.Json;

namespace Loadline.Extensions.AI.Remote;

/// <summary>What <c>/loadline/feedback</c> takes.</summary>
internal static class FeedbackBody
{
    public static byte[] Write(string decisionId, double quality, string source)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("decision"u8, decisionId);
        json.WriteNumber("score"u8, quality);
        json.WriteString("source"u8, source);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
