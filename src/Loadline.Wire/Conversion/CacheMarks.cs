using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary><c>cache_control</c>, which Anthropic defined and OpenRouter and others took over.</summary>
internal static class CacheMarks
{
    /// <summary>The mark's life time, <c>5m</c> where it names none; <see langword="null"/> where there is no mark.</summary>
    public static string? Read(JsonElement part) => part.Object("cache_control"u8) is { } mark ? mark.Text("ttl"u8) ?? "5m" : null;

    public static void Write(Utf8JsonWriter json, string? mark)
    {
        if (mark is null)
        {
            return;
        }

        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (mark != "5m")
        {
            json.WriteString("ttl"u8, mark);
        }

        json.WriteEndObject();
    }
}
