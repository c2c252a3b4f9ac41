using System.Text.Json;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI.Chat;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Writes <c>instructions</c> and <c>input</c>.</summary>
internal sealed class ResponsesInputWriter(Utf8JsonWriter json, UpstreamTarget target, ToolNames names, ConversionLosses losses)
{
    private readonly ToolIdRule _ids = ToolIdRule.For(target);

    // Free-text calls stay what they are where their tool does: within the dialect, outside of namespaces.
    private bool _keepsCustom;

    public void Write(List<ChatMessage> messages, ChatRequest request)
    {
        _keepsCustom = request.Origin == Dialect.OpenAIResponses
            && !request.Tools.Exists(tool => tool is { Kind: ToolKind.Custom, Namespace: not null });
        // All of it instructions: then they are the input too, for an empty one is refused.
        var leading = messages.TakeWhile(message => message.Role == ChatRole.System).Count();
        leading = leading == messages.Count ? 0 : leading;
        if (leading > 0)
        {
            var texts = messages.Take(leading).SelectMany(message => message.Parts).OfType<TextPart>().Select(part => part.Text);
            json.WriteString("instructions"u8, string.Join("\n\n", texts));
        }

        json.WriteStartArray("input"u8);
        foreach (var message in messages.Skip(leading))
        {
            Message(message);
        }

        json.WriteEndArray();
    }

    private void Message(ChatMessage message)
    {
        switch (message.Role)
        {
            case ChatRole.Assistant:
                Assistant(message.Parts);
                break;
            case ChatRole.Tool:
                message.Parts.ForEach(part => Result((ToolResultPart)part));
                break;
            default:
                Begin(message.Role == ChatRole.User ? "user"u8 : message.IsDeveloper ? "developer"u8 : "system"u8);
                message.Parts.ForEach(Input);
                End();
                break;
        }
    }

    private void Begin(ReadOnlySpan<byte> role)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, role);
        json.WriteStartArray("content"u8);
    }

    private void End()
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Input(ChatPart part)
    {
        switch (part)
        {
            case TextPart text:
                MediaNotes.Text(json, "input_text"u8, text.Text);
                break;
            case MediaPart media:
                Media(media);
                break;
        }
    }

    private void Media(MediaPart media)
    {
        var isImage = media.Kind == MediaKind.Image;
        if (media.PlainText is { } plain)
        {
            MediaNotes.Text(json, "input_text"u8, MediaNotes.Document(media.Name, plain));
            return;
        }

        if (media.Kind == MediaKind.Audio || (media.Data ?? media.Url ?? media.FileId) is null)
        {
            losses.Degraded("messages", $"{MediaNotes.Name(media)} became a line of text");
            MediaNotes.Text(json, "input_text"u8, MediaNotes.Missing(media));
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, isImage ? "input_image"u8 : "input_file"u8);
        json.Text("file_id"u8, media.FileId);
        if (isImage)
        {
            json.Text("image_url"u8, media.Url ?? (media.Data is { } data ? DataUrl.Write(media.MediaType, data) : null));
            json.WriteString("detail"u8, media.Detail ?? "auto");
        }
        else
        {
            json.Text("file_url"u8, media.Url);
            json.Text("file_data"u8, media.Data is { } data ? DataUrl.Write(media.MediaType, data) : null);
            json.Text("filename"u8, media.Data is null ? null : media.Name ?? "document.pdf");
        }

        json.WriteEndObject();
    }

    private void Assistant(List<ChatPart> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            switch (parts[i])
            {
                case TextPart text:
                    Said(text.Text);
                    break;
                case RefusalPart refusal:
                    Refused(refusal.Text);
                    break;
                case ReasoningPart reasoning when i < parts.Count - 1:
                    // Without the item that followed it, the API refuses a reasoning item.
                    Reasoning(reasoning);
                    break;
                case ToolCallPart call:
                    Call(call);
                    break;
                case OpaquePart opaque:
                    opaque.Json.WriteTo(json);
                    break;
            }
        }
    }

    // In the short form: the long one is for items that the API made itself, with their ids.
    private void Said(string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }

    private void Refused(string text)
    {
        Begin("assistant"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "refusal"u8);
        json.WriteString("refusal"u8, text);
        json.WriteEndObject();
        End();
    }

    private void Reasoning(ReasoningPart part)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning"u8);
        json.Text("id"u8, part.Id);
        json.WriteStartArray("summary"u8);
        if (part.IsSummary && part.Text.Length > 0)
        {
            MediaNotes.Text(json, "summary_text"u8, part.Text);
        }

        json.WriteEndArray();
        json.Text("encrypted_content"u8, part.Encrypted);
        json.WriteEndObject();
    }

    private void Call(ToolCallPart call)
    {
        json.WriteStartObject();
        var isCustom = call.IsCustom && _keepsCustom;
        json.WriteString("type"u8, isCustom ? "custom_tool_call"u8 : "function_call"u8);
        json.WriteString("call_id"u8, ToolIds.For(call.Id, _ids));
        json.WriteString("name"u8, names.ToWire(call.Name, call.Namespace));
        json.WriteString(isCustom ? "input"u8 : "arguments"u8, isCustom ? call.Arguments : Arguments(call));
        json.WriteEndObject();
    }

    private static string Arguments(ToolCallPart call) =>
        call.IsCustom ? ToolArguments.Wrap(call.Arguments) : call.Arguments.Length == 0 ? "{}" : call.Arguments;

    private void Result(ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, result.IsCustom && _keepsCustom ? "custom_tool_call_output"u8 : "function_call_output"u8);
        json.WriteString("call_id"u8, ToolIds.For(result.CallId, _ids));
        if (result.Parts.TrueForAll(part => part is TextPart))
        {
            json.WriteString("output"u8, string.Join("\n", result.Parts.Select(part => ((TextPart)part).Text)));
        }
        else
        {
            json.WriteStartArray("output"u8);
            result.Parts.ForEach(Input);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
