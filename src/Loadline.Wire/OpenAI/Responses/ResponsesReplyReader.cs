using System.Runtime.InteropServices;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Reads a whole response object.</summary>
internal static class ResponsesReplyReader
{
    public static ChatReply Read(JsonElement root)
    {
        var reply = new ChatReply { Id = root.Text("id"u8) ?? string.Empty, Model = root.Text("model"u8) ?? string.Empty };
        foreach (var item in root.Items("output"u8))
        {
            Item(item, reply);
        }

        reply.Usage = root.Has("usage"u8, out var usage) ? ResponsesUsage.Read(usage) : null;
        reply.Stop = BlockSequencer.Derive(Stop(root), reply.Parts.Exists(part => part is ToolCallPart));
        reply.Error = Error(root);
        return reply;
    }

    /// <summary>Why a response object ended.</summary>
    public static StopReason Stop(JsonElement response) => response.Text("status"u8) switch
    {
        "incomplete" => response.Object("incomplete_details"u8)?.Text("reason"u8) switch
        {
            "content_filter" => StopReason.ContentFilter,
            _ => StopReason.MaxTokens,
        },
        "failed" or "cancelled" => StopReason.Error,
        _ => StopReason.EndTurn,
    };

    public static ChatError? Error(JsonElement response)
    {
        if (response.Object("error"u8) is { } error)
        {
            return ErrorReader.Read(JsonMarshal.GetRawUtf8Value(error), 0);
        }

        return response.Is("status"u8, "failed"u8) ? new ChatError(ErrorKind.Server, 502, "The upstream's reply failed without a reason.") : null;
    }

    private static void Item(JsonElement item, ChatReply reply)
    {
        var type = item.Text("type"u8) ?? string.Empty;
        if (type != "message")
        {
            reply.Parts.Add(ResponsesItems.Read(item, type));
            return;
        }

        foreach (var part in item.Items("content"u8))
        {
            if (part.Text("refusal"u8) is { Length: > 0 } refusal)
            {
                reply.Parts.Add(new RefusalPart(refusal));
            }
            else if (part.Text("text"u8) is { Length: > 0 } text)
            {
                reply.Parts.Add(new TextPart(text));
            }
        }
    }
}
