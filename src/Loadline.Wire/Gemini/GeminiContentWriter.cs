using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Writes turns as contents.</summary>
internal sealed class GeminiContentWriter(Utf8JsonWriter json, UpstreamTarget target, ToolNames names, ConversionLosses losses)
{
    // Google's documented stand-in for calls that another model made.
    private const string NoSignature = "skip_thought_signature_validator";

    public void Write(List<ChatMessage> turns)
    {
        json.WriteStartArray("contents"u8);
        foreach (var turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role == ChatRole.Assistant ? "model"u8 : "user"u8);
            json.WriteStartArray("parts"u8);
            var isFirstCall = true;
            foreach (var part in turn.Parts)
            {
                Part(part, isFirstCall);
                isFirstCall &= part is not ToolCallPart;
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Part(ChatPart part, bool isFirstCall)
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
                json.WriteStartObject();
                json.WriteString("text"u8, reasoning.Text);
                json.WriteBoolean("thought"u8, true);
                json.Text("thoughtSignature"u8, reasoning.Signature);
                json.WriteEndObject();
                break;
            case ToolCallPart call:
                Call(call, isFirstCall);
                break;
            case ToolResultPart result:
                Result(result);
                break;
            case MediaPart media:
                Media(media);
                break;
            case OpaquePart opaque:
                opaque.Json.WriteTo(json);
                break;
        }
    }

    private void Call(ToolCallPart call, bool isFirst)
    {
        json.WriteStartObject();
        json.WriteStartObject("functionCall"u8);
        json.WriteString("name"u8, names.ToWire(call.Name, call.Namespace));
        json.WritePropertyName("args"u8);
        if (call.IsCustom)
        {
            ToolArguments.WriteWrapped(json, ToolArguments.InputMember, call.Arguments);
        }
        else if (!ToolArguments.WriteObject(json, call.Arguments))
        {
            losses.Degraded("tool_calls", "arguments that are no JSON object were wrapped");
        }

        json.WriteEndObject();

        // Of parallel calls, only the first has one.
        json.Text("thoughtSignature"u8, call.Signature ?? (isFirst && target.Traits.NeedsCallSignature ? NoSignature : null));
        json.WriteEndObject();
    }

    private void Result(ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteStartObject("functionResponse"u8);
        json.WriteString("name"u8, names.ToWire(result.Name ?? "tool"));
        json.WritePropertyName("response"u8);
        Response(string.Join("\n", result.Parts.OfType<TextPart>().Select(part => part.Text)), result.IsError);
        json.WriteEndObject();
        json.WriteEndObject();
        foreach (var media in result.Parts.OfType<MediaPart>())
        {
            Media(media);
        }
    }

    private void Response(string text, bool isError)
    {
        if (!isError && text.StartsWith('{') && TryObject(text))
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString(isError ? "error"u8 : "result"u8, text);
        json.WriteEndObject();
    }

    private bool TryObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            document.RootElement.WriteTo(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Media(MediaPart media)
    {
        if (media.PlainText is { } text)
        {
            GeminiRequestWriter.Text(json, MediaNotes.Document(media.Name, text));
            return;
        }

        if ((media.Data ?? media.Url) is null)
        {
            losses.Degraded("messages", $"{MediaNotes.Name(media)} became a line of text");
            GeminiRequestWriter.Text(json, MediaNotes.Missing(media));
            return;
        }

        json.WriteStartObject();
        json.WriteStartObject(media.Data is null ? "fileData"u8 : "inlineData"u8);
        json.WriteString("mimeType"u8, media.MediaType ?? MediaTypes.Guess(media));
        json.WriteString(media.Data is null ? "fileUri"u8 : "data"u8, media.Data ?? media.Url);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
