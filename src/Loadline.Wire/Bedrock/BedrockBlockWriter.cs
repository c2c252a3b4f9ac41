using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Bedrock;

/// <summary>Writes turns and their blocks for Converse.</summary>
internal sealed class BedrockBlockWriter(Utf8JsonWriter json, UpstreamTarget target, ToolNames names, ConversionLosses losses)
{
    private readonly ToolIdRule _ids = ToolIdRule.For(target);
    private int _documents;

    public void Messages(List<ChatMessage> turns)
    {
        json.WriteStartArray("messages"u8);
        foreach (var turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role == ChatRole.Assistant ? "assistant"u8 : "user"u8);
            json.WriteStartArray("content"u8);
            turn.Parts.ForEach(Block);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Block(ChatPart part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("text"u8, text.Text);
                break;
            case RefusalPart refusal:
                json.WriteString("text"u8, refusal.Text);
                break;
            case ReasoningPart reasoning:
                Reasoning(reasoning);
                break;
            case ToolCallPart call:
                Call(call);
                break;
            case ToolResultPart result:
                Result(result);
                break;
            case MediaPart media:
                Media(media);
                break;
        }

        json.WriteEndObject();
        if (part.CacheMark is not null)
        {
            json.WriteStartObject();
            json.WriteStartObject("cachePoint"u8);
            json.WriteString("type"u8, "default"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private void Reasoning(ReasoningPart part)
    {
        json.WriteStartObject("reasoningContent"u8);
        if (part.Encrypted is { } data)
        {
            json.WriteString("redactedContent"u8, data);
        }
        else
        {
            json.WriteStartObject("reasoningText"u8);
            json.WriteString("text"u8, part.Text);
            json.Text("signature"u8, part.Signature);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Call(ToolCallPart call)
    {
        json.WriteStartObject("toolUse"u8);
        json.WriteString("toolUseId"u8, ToolIds.For(call.Id, _ids));
        json.WriteString("name"u8, names.ToWire(call.Name, call.Namespace));
        json.WritePropertyName("input"u8);
        if (call.IsCustom)
        {
            ToolArguments.WriteWrapped(json, ToolArguments.InputMember, call.Arguments);
        }
        else if (!ToolArguments.WriteObject(json, call.Arguments))
        {
            losses.Degraded("tool_calls", "arguments that are no JSON object were wrapped");
        }

        json.WriteEndObject();
    }

    private void Result(ToolResultPart result)
    {
        json.WriteStartObject("toolResult"u8);
        json.WriteString("toolUseId"u8, ToolIds.For(result.CallId, _ids));
        json.WriteStartArray("content"u8);
        if (result.Parts.Count == 0)
        {
            Block(new TextPart("(no result)"));
        }

        result.Parts.ForEach(Block);
        json.WriteEndArray();
        json.WriteString("status"u8, result.IsError ? "error"u8 : "success"u8);
        json.WriteEndObject();
    }

    private void Media(MediaPart media)
    {
        var format = (media.MediaType ?? MediaTypes.Guess(media)).Split('/')[^1];
        switch (media)
        {
            case { PlainText: { } text }:
                json.WriteString("text"u8, MediaNotes.Document(media.Name, text));
                break;
            case { Kind: MediaKind.Image, Data: { } data }:
                json.WriteStartObject("image"u8);
                json.WriteString("format"u8, format == "jpg" ? "jpeg" : format);
                Bytes(data);
                json.WriteEndObject();
                break;
            case { Kind: MediaKind.Document, Data: { } data }:
                json.WriteStartObject("document"u8);
                json.WriteString("format"u8, format);

                // Required, and of letters, digits, blanks, hyphens and brackets only.
                json.WriteString("name"u8, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"document-{++_documents}"));
                Bytes(data);
                json.WriteEndObject();
                break;
            default:
                losses.Degraded("messages", $"{MediaNotes.Name(media)} became a line of text");
                json.WriteString("text"u8, MediaNotes.Missing(media));
                break;
        }
    }

    private void Bytes(string data)
    {
        json.WriteStartObject("source"u8);
        json.WriteString("bytes"u8, data);
        json.WriteEndObject();
    }
}
