using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Arguments and results of tools as the text that a model reads.</summary>
internal static class ToolText
{
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
            return JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(type));
        }
        catch (Exception error) when (error is NotSupportedException or JsonException or InvalidOperationException)
        {
            // A type that no source-generated context knows; its own words are what there is.
            return value.ToString() ?? "";
        }
    }
}
