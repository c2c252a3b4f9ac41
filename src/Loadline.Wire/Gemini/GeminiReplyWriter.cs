using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Writes a whole <c>generateContent</c> reply.</summary>
internal static class GeminiReplyWriter
{
    public static void Write(ChatReply reply, ReplyContext context, IBufferWriter<byte> output)
    {
        using var json = JsonOutput.Writer(output);
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        var calls = 0;
        foreach (var part in reply.Parts)
        {
            Part(json, part, context, ref calls);
        }

        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        json.WriteString("finishReason"u8, GeminiStops.Write(reply.Stop));
        json.WriteNumber("index"u8, 0);
        json.WriteEndObject();
        json.WriteEndArray();
        if (reply.Usage is { } usage)
        {
            GeminiUsage.Write(json, usage);
        }

        Ending(json, context);
        json.WriteEndObject();
    }

    public static void Ending(Utf8JsonWriter json, ReplyContext context)
    {
        json.WriteString("modelVersion"u8, context.Model);
        json.WriteString("responseId"u8, context.Id);
    }

    /// <summary>Writes a call; its id is the upstream's, where it gave one.</summary>
    public static void Call(Utf8JsonWriter json, ToolCallPart call, ReplyContext context, int index)
    {
        json.WriteStartObject();
        json.WriteStartObject("functionCall"u8);
        json.WriteString("id"u8, CallIds.For(call.Id, context, index));
        json.WriteString("name"u8, context.Restore(call.Name).Name);
        json.WritePropertyName("args"u8);
        if (call.IsCustom)
        {
            ToolArguments.WriteWrapped(json, ToolArguments.InputMember, call.Arguments);
        }
        else
        {
            ToolArguments.WriteObject(json, call.Arguments);
        }

        json.WriteEndObject();
        json.Text("thoughtSignature"u8, call.Signature);
        json.WriteEndObject();
    }

    /// <summary>Writes a thought; what another provider must get back with it is sealed.</summary>
    public static void Thought(Utf8JsonWriter json, ReasoningPart part, string text)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteBoolean("thought"u8, true);
        json.Text("thoughtSignature"u8, Signature(part));
        json.WriteEndObject();
    }

    private static string? Signature(ReasoningPart part) => part switch
    {
        { Origin: Dialect.Gemini } => part.Signature,
        { Encrypted: null, Signature: null, Origin: not Dialect.OpenAIChat } => null,
        _ => ReasoningSeal.WrapBytes(part.Origin, ReasoningSeal.Join(part.Id, part.Encrypted) ?? part.Signature),
    };

    private static void Part(Utf8JsonWriter json, ChatPart part, ReplyContext context, ref int calls)
    {
        switch (part)
        {
            case TextPart text:
                json.WriteStartObject();
                json.WriteString("text"u8, text.Text);
                json.Text("thoughtSignature"u8, text.Signature);
                json.WriteEndObject();
                break;
            case RefusalPart refusal:
                GeminiRequestWriter.Text(json, refusal.Text);
                break;
            case ReasoningPart reasoning:
                Thought(json, reasoning, reasoning.Text);
                break;
            case ToolCallPart call:
                Call(json, call, context, calls++);
                break;
        }
    }
}
