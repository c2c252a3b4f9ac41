using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads a message's content parts. A part is what its members make it, whatever order they come in.</summary>
internal static class ContentParts
{
    private static readonly MemberNames Names = new("text", "refusal", "image_url", "input_audio", "file");

    public static ScanResult Scan(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.String)
            {
                // Not in OpenAI's grammar, accepted by some servers: read it so that no text escapes the signals.
                MessageScanner.Text(ref json, facts, role);
                continue;
            }

            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ScanErrors.WrongType(
                    MessageScanner.Param(facts, "content"),
                    "parts that are objects such as {\"type\": \"text\", \"text\": \"…\"}",
                    json.TokenType);
            }

            Part(ref json, facts, role);
        }

        return ScanResult.Success;
    }

    private static void Part(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = Names.Find(ref json);
            json.Read();
            if (member is 0 or 1)
            {
                MessageScanner.Text(ref json, facts, role);
                continue;
            }

            if (member >= 2 && json.TokenType != JsonTokenType.Null)
            {
                facts.AudioParts += member == 3 ? 1 : 0;
                facts.Images += member == 3 ? 0 : 1;
            }

            json.Skip();
        }
    }
}
