using System.Globalization;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Reads the messages of a Chat Completions request.</summary>
internal sealed class OpenAIChatMessageReader(ChatRequest request)
{
    private int _index;
    private string _lastFunctionCall = string.Empty;

    public void Read(JsonElement messages)
    {
        foreach (var message in messages.Items())
        {
            Message(message);
            _index++;
        }
    }

    private string Path(string member) => string.Create(CultureInfo.InvariantCulture, $"messages[{_index}].{member}");

    private void Message(JsonElement message)
    {
        switch (message.Text("role"u8))
        {
            case "assistant":
                request.Messages.Add(new ChatMessage(ChatRole.Assistant, Assistant(message)) { Name = message.Text("name"u8) });
                break;
            case "tool" or "function":
                Result(message);
                break;
            case "system":
                request.Messages.Add(new ChatMessage(ChatRole.System, Content(message)) { Name = message.Text("name"u8) });
                break;
            case "developer":
                request.Messages.Add(new ChatMessage(ChatRole.System, Content(message)) { IsDeveloper = true, Name = message.Text("name"u8) });
                break;
            default:
                request.Messages.Add(new ChatMessage(ChatRole.User, Content(message)) { Name = message.Text("name"u8) });
                break;
        }
    }

    private List<ChatPart> Content(JsonElement message)
    {
        var parts = new List<ChatPart>();
        if (!message.Has("content"u8, out var content))
        {
            return parts;
        }

        if (content.AsText() is { } text)
        {
            parts.Add(new TextPart(text));
            return parts;
        }

        foreach (var part in content.Items())
        {
            if (Part(part) is { } read)
            {
                parts.Add(read with { CacheMark = CacheMarks.Read(part) });
            }
        }

        return parts;
    }

    private ChatPart? Part(JsonElement part)
    {
        if (part.AsText() is { } bare)
        {
            return new TextPart(bare);
        }

        if (part.Has("image_url"u8, out var image))
        {
            return Image(image.AsText() ?? image.Text("url"u8) ?? string.Empty, image.Text("detail"u8));
        }

        if (part.Object("input_audio"u8) is { } audio)
        {
            return new MediaPart(MediaKind.Audio) { Data = audio.Text("data"u8), MediaType = "audio/" + (audio.Text("format"u8) ?? "wav") };
        }

        if (part.Object("file"u8) is { } file)
        {
            return File(file.Text("file_data"u8), file.Text("file_id"u8), file.Text("filename"u8));
        }

        if (part.Text("text"u8) is { } text)
        {
            return new TextPart(text);
        }

        if (part.Text("refusal"u8) is { } refusal)
        {
            return new RefusalPart(refusal);
        }

        if (part.Text("type"u8) == "thinking")
        {
            return new ReasoningPart(MistralText(part), Dialect.OpenAIChat);
        }

        request.Losses.Dropped(Path("content"), $"a part of the unknown type {part.Text("type"u8)}");
        return null;
    }

    public static MediaPart Image(string url, string? detail) => DataUrl.TryRead(url, out var type, out var data)
        ? new MediaPart(MediaKind.Image) { Data = data, MediaType = type ?? "image/png", Detail = detail }
        : new MediaPart(MediaKind.Image) { Url = url, Detail = detail };

    public static MediaPart File(string? data, string? id, string? name)
    {
        var type = "application/pdf";
        if (data is not null && DataUrl.TryRead(data, out var mediaType, out var content))
        {
            type = mediaType ?? type;
            data = content;
        }

        return new MediaPart(MediaKind.Document) { Data = data, FileId = id, Name = name, MediaType = type };
    }

    // Mistral's thinking part: {"type":"thinking","thinking":[{"type":"text","text":"…"}]}.
    public static string MistralText(JsonElement part)
    {
        var text = part.Text("thinking"u8) ?? string.Empty;
        foreach (var piece in part.Items("thinking"u8))
        {
            text += piece.Text("text"u8);
        }

        return text;
    }

    private List<ChatPart> Assistant(JsonElement message)
    {
        var parts = OpenAIChatReasoning.Read(message);
        parts.AddRange(Content(message));
        if (message.Text("refusal"u8) is { Length: > 0 } refusal)
        {
            parts.Add(new RefusalPart(refusal));
        }

        foreach (var call in message.Items("tool_calls"u8))
        {
            parts.Add(Call(call));
        }

        if (message.Object("function_call"u8) is { } old)
        {
            _lastFunctionCall = string.Create(CultureInfo.InvariantCulture, $"call_fn_{_index}");
            parts.Add(new ToolCallPart(_lastFunctionCall, old.Text("name"u8) ?? string.Empty, old.Text("arguments"u8) ?? string.Empty));
        }

        return parts;
    }

    /// <summary>Reads one entry of <c>tool_calls</c>.</summary>
    public static ToolCallPart Call(JsonElement call)
    {
        var custom = call.Object("custom"u8);
        var function = call.Object("function"u8) ?? custom ?? default;
        var arguments = function.Has("arguments"u8, out var value) ? value.AsText() ?? ToolArguments.Read(value) : function.Text("input"u8);
        return new ToolCallPart(call.Text("id"u8) ?? string.Empty, function.Text("name"u8) ?? string.Empty, arguments ?? string.Empty)
        {
            IsCustom = custom is not null,
            Signature = call.Object("extra_content"u8)?.Object("google"u8)?.Text("thought_signature"u8),
        };
    }

    private void Result(JsonElement message)
    {
        var id = message.Text("tool_call_id"u8);
        var isOld = id is null && message.Is("role"u8, "function"u8);
        var result = new ToolResultPart(id ?? (isOld ? _lastFunctionCall : string.Empty), Content(message)) { Name = message.Text("name"u8) };
        if (request.Messages.Count > 0 && request.Messages[^1].Role == ChatRole.Tool)
        {
            request.Messages[^1].Parts.Add(result);
        }
        else
        {
            request.Messages.Add(new ChatMessage(ChatRole.Tool, [result]));
        }
    }
}
