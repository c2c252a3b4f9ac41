using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>Tool arguments between dialects that carry them as text and dialects that carry an object.</summary>
/// <remarks>Text that is no JSON object is kept in an object of one member, <see cref="RawMember"/>, and read back from it.</remarks>
internal static class ToolArguments
{
    /// <summary>The member that holds arguments which are no JSON object.</summary>
    public const string RawMember = "_raw_arguments";

    /// <summary>The member that holds the free text of a custom tool where it is carried as a function.</summary>
    public const string InputMember = "input";

    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 128 };

    /// <summary>Writes arguments as an object.</summary>
    /// <returns><see langword="false"/> where they were no JSON object and had to be wrapped.</returns>
    public static bool WriteObject(Utf8JsonWriter json, string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            json.WriteStartObject();
            json.WriteEndObject();
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(arguments, Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                document.RootElement.WriteTo(json);
                return true;
            }
        }
        catch (JsonException)
        {
            // A model's mistake, not ours: the text goes on as text.
        }

        WriteWrapped(json, RawMember, arguments);
        return false;
    }

    public static void WriteWrapped(Utf8JsonWriter json, string member, string text)
    {
        json.WriteStartObject();
        json.WriteString(member, text);
        json.WriteEndObject();
    }

    /// <summary>The JSON text of a custom tool's input.</summary>
    public static string Wrap(string input)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(input.Length + 16);
        using (var json = JsonOutput.Writer(buffer))
        {
            WriteWrapped(json, InputMember, input);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The free text of a custom tool that was carried as a function; the arguments themselves where they are not of that form.</summary>
    public static string Unwrap(string arguments) => Single(arguments, InputMember) ?? arguments;

    /// <summary>The arguments as text from the object a dialect carries.</summary>
    public static string Read(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return string.Empty;
        }

        var single = json.ValueKind == JsonValueKind.Object && json.Has("_raw_arguments"u8, out var raw) && json.GetPropertyCount() == 1
            ? raw.AsText()
            : null;
        return single ?? json.Raw();
    }

    private static string? Single(string arguments, string member)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(member, out var value)
                ? value.AsText()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
