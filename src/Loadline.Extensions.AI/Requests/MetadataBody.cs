using System.Text.Json;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Writes <c>metadata</c> from whatever kind of dictionary the application keeps it in; members that are no text are left out.</summary>
internal static class MetadataBody
{
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case IEnumerable<KeyValuePair<string, string>> texts:
                json.WriteStartObject("metadata"u8);
                foreach (var (name, text) in texts)
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
                break;
            case IEnumerable<KeyValuePair<string, object?>> members:
                json.WriteStartObject("metadata"u8);
                foreach (var (name, member) in members)
                {
                    if (member is string text)
                    {
                        json.WriteString(name, text);
                    }
                }

                json.WriteEndObject();
                break;
        }
    }
}
