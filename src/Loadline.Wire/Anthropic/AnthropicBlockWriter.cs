using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Writes turns and their content blocks.</summary>
internal sealed class AnthropicBlockWriter(
    Utf8JsonWriter json, UpstreamTarget target, ToolNames names, AnthropicCacheMarks marks, ConversionLosses losses)
{
    private readonly ToolIdRule _ids = ToolIdRule.For(target);

    public void Messages(List<ChatMessage> turns)
    {
        json.WriteStartArray("messages"u8);
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role switch
            {
                ChatRole.Assistant => "assistant"u8,
                ChatRole.System => "system"u8,
                _ => "user"u8,
            });
            json.WritePropertyName("content"u8);
            Content(i == turns.Count - 1 && turn.Role == ChatRole.Assistant ? Prefill(turn.Parts) : turn.Parts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a content: a string where it is one unmarked text, blocks otherwise.</summary>
    public void Content(List<ChatPart> parts)
    {
        if (parts is [TextPart { CacheMark: null } only])
        {
            json.WriteStringValue(only.Text);
            return;
        }

        json.WriteStartArray();
        foreach (var part in parts)
        {
            Block(part);
        }

        json.WriteEndArray();
    }

    // The API refuses a last assistant text that ends in white space.
    private static List<ChatPart> Prefill(List<ChatPart> parts) =>
        parts[^1] is TextPart last ? [.. parts[..^1], last with { Text = last.Text.TrimEnd() }] : parts;

    private void Block(ChatPart part)
    {
        switch (part)
        {
            case OpaquePart opaque:
                opaque.Json.WriteTo(json);
                return;
            case MediaPart { Kind: MediaKind.Audio } or MediaPart { Data: null, Url: null, FileId: null, PlainText: null }:
                losses.Degraded("messages", $"{MediaNotes.Name((MediaPart)part)} became a line of text");
                MediaNotes.Text(json, "text"u8, MediaNotes.Missing((MediaPart)part));
                return;
        }

        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                break;
            case RefusalPart refusal:
                json.WriteString("type"u8, "text"u8);
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

        CacheMarks.Write(json, marks.Take(part.CacheMark));
        json.WriteEndObject();
    }

    private void Reasoning(ReasoningPart part)
    {
        if (part.Encrypted is { } data)
        {
            json.WriteString("type"u8, "redacted_thinking"u8);
            json.WriteString("data"u8, data);
            return;
        }

        json.WriteString("type"u8, "thinking"u8);
        json.WriteString("thinking"u8, part.Text);
        json.WriteString("signature"u8, part.Signature);
    }

    private void Call(ToolCallPart call)
    {
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, ToolIds.For(call.Id, _ids));
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
    }

    private void Result(ToolResultPart result)
    {
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, ToolIds.For(result.CallId, _ids));
        if (result.Parts.Count > 0)
        {
            json.WritePropertyName("content"u8);
            Content(result.Parts);
        }

        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }
    }

    private void Media(MediaPart media)
    {
        json.WriteString("type"u8, media.Kind == MediaKind.Image ? "image"u8 : "document"u8);
        json.WriteStartObject("source"u8);
        if (media.Url is { } url)
        {
            json.WriteString("type"u8, "url"u8);
            json.WriteString("url"u8, url);
        }
        else if (media.FileId is { } id)
        {
            json.WriteString("type"u8, "file"u8);
            json.WriteString("file_id"u8, id);
        }
        else
        {
            json.WriteString("type"u8, media.PlainText is null ? "base64"u8 : "text"u8);
            json.WriteString("media_type"u8, media.PlainText is null ? media.MediaType ?? "image/png" : "text/plain");
            json.WriteString("data"u8, media.PlainText ?? media.Data);
        }

        json.WriteEndObject();
        json.Text("title"u8, media.Kind == MediaKind.Document ? media.Name : null);
    }
}
