using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Writes images, sounds and documents as Chat parts.</summary>
internal static class OpenAIChatMedia
{
    public static void Write(Utf8JsonWriter json, MediaPart media, ConversionLosses losses)
    {
        switch (media)
        {
            case { Kind: MediaKind.Image } when media.Url is not null || media.Data is not null:
                Image(json, media);
                break;
            case { Kind: MediaKind.Audio, Data: { } data }:
                Audio(json, data, media.MediaType);
                break;
            case { Kind: MediaKind.Document, PlainText: { } text }:
                MediaNotes.Text(json, "text"u8, MediaNotes.Document(media.Name, text));
                break;
            case { Kind: MediaKind.Document } when media.Data is not null || media.FileId is not null:
                File(json, media);
                break;
            default:
                losses.Degraded("messages", $"{MediaNotes.Name(media)} became a line of text");
                MediaNotes.Text(json, "text"u8, MediaNotes.Missing(media));
                break;
        }
    }

    private static void Image(Utf8JsonWriter json, MediaPart media)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WriteString("url"u8, media.Url ?? DataUrl.Write(media.MediaType, media.Data!));
        json.Text("detail"u8, media.Detail);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Audio(Utf8JsonWriter json, string data, string? type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "input_audio"u8);
        json.WriteStartObject("input_audio"u8);
        json.WriteString("data"u8, data);
        json.WriteString("format"u8, AudioFormat(type));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static string AudioFormat(string? type) => type is "audio/mpeg" or "audio/mp3" ? "mp3" : type?.Split('/')[^1] ?? "wav";

    private static void File(Utf8JsonWriter json, MediaPart media)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "file"u8);
        json.WriteStartObject("file"u8);
        if (media.FileId is { } id)
        {
            json.WriteString("file_id"u8, id);
        }
        else
        {
            json.WriteString("filename"u8, media.Name ?? "document.pdf");
            json.WriteString("file_data"u8, DataUrl.Write(media.MediaType, media.Data!));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
