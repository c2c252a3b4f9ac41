using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Writes the parts of a message in Chat Completions words.</summary>
internal static class MediaBody
{
    public static void Part(Utf8JsonWriter json, AIContent content, bool withData)
    {
        switch (content)
        {
            case TextContent text:
                json.WriteStartObject();
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                json.WriteEndObject();
                break;
            case DataContent data when data.HasTopLevelMediaType("audio"):
                Audio(json, data, withData);
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                Image(json, withData ? data.Uri : "");
                break;
            case DataContent data:
                File(json, data, withData);
                break;
            case UriContent uri when uri.HasTopLevelMediaType("audio"):
                Audio(json, null, withData: false);
                break;
            case UriContent uri:
                Image(json, withData ? uri.Uri.AbsoluteUri : "");
                break;
            case HostedFileContent file:
                json.WriteStartObject();
                json.WriteString("type"u8, "file"u8);
                json.WriteStartObject("file"u8);
                json.WriteString("file_id"u8, file.FileId);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
        }
    }

    private static void Image(Utf8JsonWriter json, string url)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WriteString("url"u8, url);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Audio(Utf8JsonWriter json, DataContent? data, bool withData)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "input_audio"u8);
        json.WriteStartObject("input_audio"u8);
        if (withData && data is not null)
        {
            json.WriteBase64String("data"u8, data.Data.Span);
            json.WriteString("format"u8, data.MediaType.Contains("wav", StringComparison.OrdinalIgnoreCase) ? "wav" : "mp3");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void File(Utf8JsonWriter json, DataContent data, bool withData)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "file"u8);
        json.WriteStartObject("file"u8);
        if (withData)
        {
            json.WriteString("filename"u8, data.Name ?? "file");
            json.WriteString("file_data"u8, data.Uri);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
