using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Parts that requests and replies share.</summary>
internal static class GeminiParts
{
    private static readonly string[] NoTypes = ["thought", "thoughtSignature", "thought_signature"];

    public static string? Signature(JsonElement part) =>
        ReasoningSeal.FromBytes(part.Text("thoughtSignature"u8) ?? part.Text("thought_signature"u8));

    public static ToolCallPart Call(JsonElement call, JsonElement part)
    {
        call.Has("args"u8, out var arguments);
        return new ToolCallPart(call.Text("id"u8) ?? string.Empty, call.Text("name"u8) ?? string.Empty, ToolArguments.Read(arguments))
        {
            Signature = Signature(part),
        };
    }

    public static MediaPart? Media(JsonElement part)
    {
        var inline = GeminiRequestReader.Either(part, "inlineData"u8, "inline_data"u8);
        if (inline.ValueKind == JsonValueKind.Object)
        {
            var type = inline.Text("mimeType"u8) ?? inline.Text("mime_type"u8);
            return new MediaPart(Kind(type)) { Data = inline.Text("data"u8), MediaType = type };
        }

        var file = GeminiRequestReader.Either(part, "fileData"u8, "file_data"u8);
        if (file.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var fileType = file.Text("mimeType"u8) ?? file.Text("mime_type"u8);
        return new MediaPart(Kind(fileType)) { Url = file.Text("fileUri"u8) ?? file.Text("file_uri"u8), MediaType = fileType };
    }

    /// <summary>The name of a part's one member that says what it is.</summary>
    public static string Type(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in part.EnumerateObject())
            {
                if (Array.IndexOf(NoTypes, member.Name) < 0)
                {
                    return member.Name;
                }
            }
        }

        return "unknown";
    }

    /// <summary>A tool's answer as text: the dialect insists on an object, in which plain text is wrapped.</summary>
    public static string ResultText(JsonElement response)
    {
        if (response.ValueKind == JsonValueKind.Object && response.GetPropertyCount() == 1
            && (response.Text("result"u8) ?? response.Text("output"u8)) is { } only)
        {
            return only;
        }

        return response.ValueKind == JsonValueKind.Undefined ? string.Empty : response.Raw();
    }

    private static MediaKind Kind(string? type) => type switch
    {
        null => MediaKind.Image,
        _ when type.StartsWith("image/", StringComparison.Ordinal) => MediaKind.Image,
        _ when type.StartsWith("audio/", StringComparison.Ordinal) => MediaKind.Audio,
        _ => MediaKind.Document,
    };
}
