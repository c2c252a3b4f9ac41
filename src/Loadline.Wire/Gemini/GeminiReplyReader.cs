using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Reads a whole <c>generateContent</c> reply.</summary>
internal static class GeminiReplyReader
{
    public static ChatReply Read(JsonElement root)
    {
        var reply = new ChatReply { Id = root.Text("responseId"u8) ?? string.Empty, Model = root.Text("modelVersion"u8) ?? string.Empty };
        foreach (var candidate in root.Items("candidates"u8))
        {
            Candidate(candidate, reply);
            break;
        }

        if (IsBlocked(root))
        {
            reply.Stop = StopReason.ContentFilter;
        }

        reply.Usage = root.Has("usageMetadata"u8, out var usage) ? GeminiUsage.Read(usage) : null;
        reply.Stop = BlockSequencer.Derive(reply.Stop, reply.Parts.Exists(part => part is ToolCallPart));
        reply.Error = reply.Stop == StopReason.Error ? Malformed(root) : null;
        return reply;
    }

    /// <summary>Whether the prompt was refused: HTTP 200, no candidates, a reason.</summary>
    public static bool IsBlocked(JsonElement root) => root.Object("promptFeedback"u8)?.Text("blockReason"u8) is not null;

    private static ChatError Malformed(JsonElement root)
    {
        var message = "The upstream's model ended its reply with malformed output.";
        foreach (var candidate in root.Items("candidates"u8))
        {
            message = candidate.Text("finishMessage"u8) ?? message;
        }

        return new ChatError(ErrorKind.Server, 502, message);
    }

    private static void Candidate(JsonElement candidate, ChatReply reply)
    {
        foreach (var part in candidate.Object("content"u8)?.Items("parts"u8) ?? default)
        {
            if (Part(part) is { } read)
            {
                reply.Parts.Add(read);
            }
        }

        reply.Stop = GeminiStops.Read(candidate.Text("finishReason"u8));
    }

    private static ChatPart? Part(JsonElement part)
    {
        if (part.Object("functionCall"u8) is { } call)
        {
            return GeminiParts.Call(call, part);
        }

        if (part.Text("text"u8) is { } text)
        {
            var signature = GeminiParts.Signature(part);
            return part.Flag("thought"u8) == true ? new ReasoningPart(text, Dialect.Gemini) { Signature = signature, IsSummary = true }
                : text.Length == 0 ? null
                : new TextPart(text) { Signature = signature };
        }

        return GeminiParts.Media(part) ?? (ChatPart)new OpaquePart(Dialect.Gemini, GeminiParts.Type(part), part);
    }
}
