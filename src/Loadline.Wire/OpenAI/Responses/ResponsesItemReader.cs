using System.Globalization;
using System.Text.Json;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI.Chat;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Reads the items of a Responses request; items of the model that follow each other become one assistant message.</summary>
internal sealed class ResponsesItemReader(ChatRequest request)
{
    private int _index;

    public void Read(JsonElement input)
    {
        if (input.AsText() is { } text)
        {
            request.Messages.Add(new ChatMessage(ChatRole.User, [new TextPart(text)]));
            return;
        }

        foreach (var item in input.Items())
        {
            Item(item);
            _index++;
        }
    }

    private string Path => string.Create(CultureInfo.InvariantCulture, $"input[{_index}]");

    private void Item(JsonElement item)
    {
        var type = item.Text("type"u8) ?? "message";
        switch (type)
        {
            case "message":
                Message(item);
                break;
            case "additional_tools":
                if (item.Has("tools"u8, out var tools))
                {
                    ResponsesTools.Read(tools, request, null);
                }

                break;
            case "function_call_output" or "custom_tool_call_output":
                Result(item, type == "custom_tool_call_output");
                break;
            case "item_reference" or "configuration_update":
                request.Losses.Dropped(Path, $"an item of the type {type}");
                break;
            default:
                Assistant([ResponsesItems.Read(item, type)]);
                break;
        }
    }

    private void Assistant(List<ChatPart> parts)
    {
        if (request.Messages.Count > 0 && request.Messages[^1].Role == ChatRole.Assistant)
        {
            request.Messages[^1].Parts.AddRange(parts);
        }
        else
        {
            request.Messages.Add(new ChatMessage(ChatRole.Assistant, parts));
        }
    }

    private void Message(JsonElement item)
    {
        var parts = item.Has("content"u8, out var content) ? Parts(content) : [];
        switch (item.Text("role"u8))
        {
            case "assistant":
                Assistant(parts);
                break;
            case "system":
                request.Messages.Add(new ChatMessage(ChatRole.System, parts));
                break;
            case "developer":
                request.Messages.Add(new ChatMessage(ChatRole.System, parts) { IsDeveloper = true });
                break;
            default:
                request.Messages.Add(new ChatMessage(ChatRole.User, parts));
                break;
        }
    }

    private List<ChatPart> Parts(JsonElement content)
    {
        var parts = new List<ChatPart>();
        if (content.AsText() is { } text)
        {
            parts.Add(new TextPart(text));
        }

        foreach (var part in content.Items())
        {
            if (Part(part) is { } read)
            {
                parts.Add(read);
            }
        }

        return parts;
    }

    private ChatPart? Part(JsonElement part)
    {
        switch (part.Text("type"u8))
        {
            case "input_text" or "output_text" or "text" or "summary_text":
                return new TextPart(part.Text("text"u8) ?? string.Empty);
            case "refusal":
                return new RefusalPart(part.Text("refusal"u8) ?? string.Empty);
            case "input_image":
                return part.Text("image_url"u8) is { } url
                    ? OpenAIChatMessageReader.Image(url, part.Text("detail"u8))
                    : new MediaPart(MediaKind.Image) { FileId = part.Text("file_id"u8) };
            case "input_file":
                return OpenAIChatMessageReader.File(part.Text("file_data"u8), part.Text("file_id"u8), part.Text("filename"u8)) with
                {
                    Url = part.Text("file_url"u8),
                };
            case "input_audio" when part.Object("input_audio"u8) is { } audio:
                return new MediaPart(MediaKind.Audio) { Data = audio.Text("data"u8), MediaType = "audio/" + (audio.Text("format"u8) ?? "wav") };
            default:
                request.Losses.Dropped(Path, $"a part of the unknown type {part.Text("type"u8)}");
                return null;
        }
    }

    private void Result(JsonElement item, bool isCustom)
    {
        var parts = item.Has("output"u8, out var output) ? Parts(output) : [];
        var result = new ToolResultPart(item.Text("call_id"u8) ?? string.Empty, parts) { IsCustom = isCustom };
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
