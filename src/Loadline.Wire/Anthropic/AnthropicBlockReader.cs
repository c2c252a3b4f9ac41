using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Reads content blocks, of requests and of replies.</summary>
internal sealed class AnthropicBlockReader(ConversionLosses losses)
{
    /// <summary>Reads a content: a string or blocks.</summary>
    public List<ChatPart> Parts(JsonElement content, string path)
    {
        var parts = new List<ChatPart>();
        if (content.AsText() is { } text)
        {
            parts.Add(new TextPart(text));
            return parts;
        }

        foreach (var block in content.Items())
        {
            if (Part(block, path) is { } part)
            {
                parts.Add(part with { CacheMark = CacheMarks.Read(block) });
            }
        }

        return parts;
    }

    private ChatPart? Part(JsonElement block, string path)
    {
        var type = block.Text("type"u8) ?? string.Empty;
        switch (type)
        {
            case "text":
                return new TextPart(block.Text("text"u8) ?? string.Empty);
            case "thinking":
                return new ReasoningPart(block.Text("thinking"u8) ?? string.Empty, Dialect.Anthropic) { Signature = Sealed(block) };
            case "redacted_thinking":
                return new ReasoningPart(string.Empty, Dialect.Anthropic) { Encrypted = block.Text("data"u8) };
            case "tool_use":
                block.Has("input"u8, out var input);
                return new ToolCallPart(block.Text("id"u8) ?? string.Empty, block.Text("name"u8) ?? string.Empty, ToolArguments.Read(input));
            case "tool_result":
                return Result(block, path);
            case "image":
                return Media(MediaKind.Image, block);
            case "document":
                return Document(block, path);
            case "search_result":
                losses.Degraded(path, "a search result became text");
                return new TextPart(MediaNotes.Document($"{block.Text("title"u8)} ({block.Text("source"u8)})", Joined(block, path)));
            default:
                return new OpaquePart(Dialect.Anthropic, type, block);
        }
    }

    private static string? Sealed(JsonElement block) => block.Text("signature"u8) is { Length: > 0 } signature ? signature : null;

    private ToolResultPart Result(JsonElement block, string path)
    {
        var parts = block.Has("content"u8, out var content) ? Parts(content, path) : [];
        return new ToolResultPart(block.Text("tool_use_id"u8) ?? string.Empty, parts) { IsError = block.Flag("is_error"u8) ?? false };
    }

    private static MediaPart Media(MediaKind kind, JsonElement block)
    {
        var source = block.Object("source"u8) ?? default;
        return new MediaPart(kind)
        {
            Data = source.Is("type"u8, "text"u8) ? null : source.Text("data"u8),
            PlainText = source.Is("type"u8, "text"u8) ? source.Text("data"u8) : null,
            Url = source.Text("url"u8),
            FileId = source.Text("file_id"u8),
            MediaType = source.Text("media_type"u8),
            Name = block.Text("title"u8),
        };
    }

    private MediaPart Document(JsonElement block, string path)
    {
        var media = Media(MediaKind.Document, block);
        return block.Object("source"u8) is { } source && source.Is("type"u8, "content"u8) ? media with { PlainText = Joined(source, path) } : media;
    }

    private string Joined(JsonElement holder, string path) =>
        holder.Has("content"u8, out var content) ? string.Join("\n", Parts(content, path).OfType<TextPart>().Select(part => part.Text)) : string.Empty;
}
