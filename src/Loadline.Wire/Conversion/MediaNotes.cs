using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>What stands in the place of media that a dialect cannot carry.</summary>
internal static class MediaNotes
{
    public static string Name(MediaPart media) => media.Kind switch
    {
        MediaKind.Audio => "a sound",
        MediaKind.Document => "a document",
        _ => "an image",
    };

    /// <summary>A line that says what is missing, with its address where it has one.</summary>
    public static string Missing(MediaPart media) => (media.Url ?? media.Name) is { } where
        ? $"[{Name(media)} that could not be passed on: {where}]"
        : $"[{Name(media)} that could not be passed on]";

    public static string Document(string? name, string text) => name is null ? text : $"{name}:\n{text}";

    public static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }
}
