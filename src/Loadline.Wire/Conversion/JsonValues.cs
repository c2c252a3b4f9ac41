using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>Reads members leniently: what has the wrong type reads as absent.</summary>
internal static class JsonValues
{
    /// <summary>Finds a member that is there and not null.</summary>
    public static bool Has(this JsonElement json, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    public static string? Text(this JsonElement json, ReadOnlySpan<byte> name) => json.Has(name, out var value) ? value.AsText() : null;

    public static JsonElement? Object(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.Has(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    public static bool? Flag(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.Has(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    public static double? Number(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.Has(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    public static long? Integer(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.Number(name) is { } number && Math.Abs(number) < 1e15 ? (long)number : null;

    /// <summary>The items of an array member; none where it is absent or no array.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.Has(name, out var value) ? value.Items() : default;

    public static JsonElement.ArrayEnumerator Items(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : default;

    /// <summary>The members of an object; none where it is no object.</summary>
    public static JsonElement.ObjectEnumerator Members(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default;

    /// <summary>The string; <see langword="null"/> where it is none.</summary>
    public static string? AsText(this JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    /// <summary>The JSON text as it came.</summary>
    public static string Raw(this JsonElement json) => json.GetRawText();

    public static bool Is(this JsonElement json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) =>
        json.Has(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
}
