using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Writes a whole Chat Completions reply.</summary>
internal static class OpenAIChatReplyWriter
{
    public static void Write(ChatReply reply, ReplyContext context, IBufferWriter<byte> output)
    {
        using var json = JsonOutput.Writer(output);
        json.WriteStartObject();
        json.WriteString("id"u8, "chatcmpl-" + context.Id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, context.CreatedUnixSeconds);
        json.WriteString("model"u8, context.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        Message(json, reply, context);
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, OpenAIChatStops.Write(reply.Stop));
        json.WriteEndObject();
        json.WriteEndArray();
        if (reply.Usage is { } usage)
        {
            OpenAIChatUsage.Write(json, usage);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes Gemini's signature of a call where Google's own compatible endpoint puts it.</summary>
    public static void WriteSignature(Utf8JsonWriter json, string? signature)
    {
        if (signature is not null)
        {
            json.WriteStartObject("extra_content"u8);
            json.WriteStartObject("google"u8);
            json.WriteString("thought_signature"u8, signature);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void Message(Utf8JsonWriter json, ChatReply reply, ReplyContext context)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        var texts = reply.Parts.OfType<TextPart>().Select(part => part.Text).ToList();
        var calls = reply.Parts.OfType<ToolCallPart>().ToList();
        if (texts.Count > 0)
        {
            json.WriteString("content"u8, string.Concat(texts));
        }
        else if (calls.Count > 0 || reply.Parts.Exists(part => part is RefusalPart))
        {
            json.WriteNull("content"u8);
        }
        else
        {
            json.WriteString("content"u8, ""u8);
        }

        var refusal = string.Concat(reply.Parts.OfType<RefusalPart>().Select(part => part.Text));
        if (refusal.Length > 0)
        {
            json.WriteString("refusal"u8, refusal);
        }
        else
        {
            json.WriteNull("refusal"u8);
        }

        OpenAIChatReasoning.Write(json, reply.Parts);
        Calls(json, calls, context);
        json.WriteEndObject();
    }

    private static void Calls(Utf8JsonWriter json, List<ToolCallPart> calls, ReplyContext context)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            var origin = context.Restore(call.Name);
            var isCustom = origin.IsCustom || call.IsCustom;
            json.WriteStartObject();
            json.WriteString("id"u8, CallIds.For(call.Id, context, i));
            json.WriteString("type"u8, isCustom ? "custom"u8 : "function"u8);
            json.WriteStartObject(isCustom ? "custom"u8 : "function"u8);
            json.WriteString("name"u8, origin.Name);
            json.WriteString(isCustom ? "input"u8 : "arguments"u8, Arguments(call, origin));
            json.WriteEndObject();
            WriteSignature(json, call.Signature);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Arguments(ToolCallPart call, ToolOrigin origin) =>
        call.IsCustom ? call.Arguments
        : origin.IsCustom ? ToolArguments.Unwrap(call.Arguments)
        : call.Arguments.Length == 0 ? "{}" : call.Arguments;
}
