using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Arguments and results of tools as the text that a model reads.</summary>
internal static class ToolText
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : Serialize(arguments, typeof(IDictionary<string, object?>));

    public static string Of(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        JsonElement element => element.GetRawText(),
        TextContent text => text.Text,
        _ => Serialize(result, result.GetType()),
    };

    private static string Serialize(object value, Type type)
    {
        try
        {
            // By a writer of our own: the options' would indent it, and a model is billed for blanks, too.
            var buffer = new ArrayBufferWriter<byte>();
            using var json = new Utf8JsonWriter(buffer, Compact);
            JsonSerializer.Serialize(json, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(type));
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (Exception error) when (error is NotSupportedException or JsonException or InvalidOperationException)
        {
            // A type that no source-generated context knows; its own words are what there is.
            return value.ToString() ?? "";
        }
    }
}
