using System.Globalization;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Writes the items of a reply; the same part at the same place gets the same id, streamed or whole.</summary>
internal static class ResponsesItemWriter
{
    public static string Id(ChatPart part, ReplyContext context, int index) => string.Create(
        CultureInfo.InvariantCulture,
        $"{part switch
        {
            ReasoningPart => "rs",
            ToolCallPart call => IsCustom(call, context) ? "ctc" : "fc",
            _ => "msg",
        }}_{context.Id}_{index}");

    public static bool IsCustom(ToolCallPart call, ReplyContext context) => call.IsCustom || context.Restore(call.Name).IsCustom;

    /// <param name="json">On a place where a value goes.</param>
    /// <param name="part">What the item holds.</param>
    /// <param name="context">The exchange.</param>
    /// <param name="index">The item's place in the output.</param>
    /// <param name="call">The call's number, for one without an id.</param>
    /// <param name="isDone">Whether it is whole; otherwise it is announced, empty.</param>
    public static void Write(Utf8JsonWriter json, ChatPart part, ReplyContext context, int index, int call, bool isDone)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id(part, context, index));
        switch (part)
        {
            case ToolCallPart toolCall:
                Call(json, toolCall, context, call, isDone);
                break;
            case ReasoningPart reasoning:
                Reasoning(json, reasoning, isDone);
                break;
            default:
                Message(json, part, isDone);
                break;
        }

        json.WriteString("status"u8, isDone ? "completed"u8 : "in_progress"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes a message's one content part.</summary>
    public static void Content(Utf8JsonWriter json, ChatPart part, bool isDone)
    {
        json.WriteStartObject();
        if (part is RefusalPart refusal)
        {
            json.WriteString("type"u8, "refusal"u8);
            json.WriteString("refusal"u8, isDone ? refusal.Text : string.Empty);
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            json.WriteString("text"u8, isDone ? ((TextPart)part).Text : string.Empty);
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, ChatPart part, bool isDone)
    {
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        if (isDone)
        {
            Content(json, part, isDone);
        }

        json.WriteEndArray();
    }

    private static void Reasoning(Utf8JsonWriter json, ReasoningPart part, bool isDone)
    {
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteStartArray("summary"u8);
        if (isDone && part.Text.Length > 0)
        {
            MediaNotes.Text(json, "summary_text"u8, part.Text);
        }

        json.WriteEndArray();
        if (isDone)
        {
            json.WriteString("encrypted_content"u8, Sealed(part));
        }
    }

    private static string Sealed(ReasoningPart part) => part is { Origin: Dialect.OpenAIResponses, Encrypted: { } own }
        ? own
        : ReasoningSeal.Wrap(part.Origin, ReasoningSeal.Join(part.Id, part.Encrypted) ?? part.Signature);

    private static void Call(Utf8JsonWriter json, ToolCallPart call, ReplyContext context, int number, bool isDone)
    {
        var origin = context.Restore(call.Name);
        var isCustom = call.IsCustom || origin.IsCustom;
        var arguments = call.IsCustom || !origin.IsCustom ? call.Arguments : ToolArguments.Unwrap(call.Arguments);
        json.WriteString("type"u8, isCustom ? "custom_tool_call"u8 : "function_call"u8);
        json.WriteString("call_id"u8, CallIds.For(call.Id, context, number));
        json.WriteString("name"u8, origin.Name);
        json.Text("namespace"u8, origin.Namespace ?? call.Namespace);
        var whole = arguments.Length == 0 && !isCustom ? "{}" : arguments;
        json.WriteString(isCustom ? "input"u8 : "arguments"u8, isDone ? whole : string.Empty);
    }
}
