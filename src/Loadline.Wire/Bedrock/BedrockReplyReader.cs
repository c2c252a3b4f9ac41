using System.Text.Json;
using Loadline.Wire.Anthropic;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Bedrock;

/// <summary>Reads a whole Converse reply.</summary>
internal static class BedrockReplyReader
{
    public static ChatReply Read(JsonElement root)
    {
        var reply = new ChatReply();
        foreach (var block in root.Object("output"u8)?.Object("message"u8)?.Items("content"u8) ?? default)
        {
            if (Part(block) is { } part)
            {
                reply.Parts.Add(part);
            }
        }

        reply.Stop = BlockSequencer.Derive(AnthropicStops.Read(root.Text("stopReason"u8)), reply.Parts.Exists(part => part is ToolCallPart));
        reply.Usage = root.Object("usage"u8) is { } usage ? BedrockUsage.Read(usage) : null;
        reply.Error = reply.Stop == StopReason.Error
            ? new ChatError(ErrorKind.Server, 502, "The upstream's model ended its reply with malformed output.")
            : null;
        return reply;
    }

    private static ChatPart? Part(JsonElement block)
    {
        if (block.Text("text"u8) is { } text)
        {
            return text.Length == 0 ? null : new TextPart(text);
        }

        if (block.Object("toolUse"u8) is { } call)
        {
            call.Has("input"u8, out var input);
            return new ToolCallPart(call.Text("toolUseId"u8) ?? string.Empty, call.Text("name"u8) ?? string.Empty, ToolArguments.Read(input));
        }

        if (block.Object("reasoningContent"u8) is { } thought)
        {
            var readable = thought.Object("reasoningText"u8) ?? default;
            return new ReasoningPart(readable.Text("text"u8) ?? string.Empty, Dialect.Bedrock)
            {
                Signature = readable.Text("signature"u8),
                Encrypted = thought.Text("redactedContent"u8),
            };
        }

        return null;
    }
}
