using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Writes a whole Messages reply.</summary>
internal static class AnthropicReplyWriter
{
    public static void Write(ChatReply reply, ReplyContext context, IBufferWriter<byte> output)
    {
        using var json = JsonOutput.Writer(output);
        json.WriteStartObject();
        json.WriteString("id"u8, "msg_" + context.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, context.Model);
        json.WriteStartArray("content"u8);
        var calls = 0;
        foreach (var part in reply.Parts)
        {
            Block(json, part, context, ref calls);
        }

        json.WriteEndArray();
        json.WriteString("stop_reason"u8, AnthropicStops.Write(reply.Stop));
        json.WriteString("stop_sequence"u8, reply.StopSequence);
        AnthropicUsage.Write(json, reply.Usage ?? default);
        json.WriteEndObject();
    }

    /// <summary>The signature a caller is shown: its own dialect's as it is, another's sealed.</summary>
    public static string Signature(Dialect origin, string? payload) =>
        origin is Dialect.Anthropic or Dialect.Bedrock && payload is not null ? payload : ReasoningSeal.Wrap(origin, payload);

    private static void Block(Utf8JsonWriter json, ChatPart part, ReplyContext context, ref int calls)
    {
        switch (part)
        {
            case TextPart text:
                Text(json, text.Text);
                break;
            case RefusalPart refusal:
                Text(json, refusal.Text);
                break;
            case ReasoningPart { Encrypted: { } data, Origin: Dialect.Anthropic or Dialect.Bedrock }:
                json.WriteStartObject();
                json.WriteString("type"u8, "redacted_thinking"u8);
                json.WriteString("data"u8, data);
                json.WriteEndObject();
                break;
            case ReasoningPart reasoning:
                Thinking(json, reasoning.Text, Signature(reasoning.Origin, ReasoningSeal.Join(reasoning.Id, reasoning.Encrypted) ?? reasoning.Signature));
                break;
            case ToolCallPart call:
                if (call.Signature is { } signature)
                {
                    Thinking(json, string.Empty, ReasoningSeal.Wrap(Dialect.Gemini, signature));
                }

                Call(json, call, context, calls++);
                break;
        }
    }

    private static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static void Thinking(Utf8JsonWriter json, string text, string signature)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "thinking"u8);
        json.WriteString("thinking"u8, text);
        json.WriteString("signature"u8, signature);
        json.WriteEndObject();
    }

    private static void Call(Utf8JsonWriter json, ToolCallPart call, ReplyContext context, int index)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, CallIds.For(call.Id, context, index));
        json.WriteString("name"u8, context.Restore(call.Name).Name);
        json.WritePropertyName("input"u8);
        if (call.IsCustom)
        {
            ToolArguments.WriteWrapped(json, ToolArguments.InputMember, call.Arguments);
        }
        else
        {
            ToolArguments.WriteObject(json, call.Arguments);
        }

        json.WriteEndObject();
    }
}
