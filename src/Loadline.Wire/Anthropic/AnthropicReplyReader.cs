using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Reads a whole Messages reply.</summary>
internal static class AnthropicReplyReader
{
    public static ChatReply Read(JsonElement root)
    {
        var reply = new ChatReply { Id = root.Text("id"u8) ?? string.Empty, Model = root.Text("model"u8) ?? string.Empty };
        if (root.Has("content"u8, out var content))
        {
            reply.Parts.AddRange(new AnthropicBlockReader(reply.Losses).Parts(content, "content"));
            reply.Parts.RemoveAll(part => part is TextPart { Text.Length: 0 });
        }

        reply.Stop = BlockSequencer.Derive(AnthropicStops.Read(root.Text("stop_reason"u8)), reply.Parts.Exists(part => part is ToolCallPart));
        reply.StopSequence = root.Text("stop_sequence"u8);
        reply.Usage = root.Has("usage"u8, out var usage) ? AnthropicUsage.Read(usage) : null;
        return reply;
    }
}
