using System.Text;
using System.Text.Json;
using Loadline.Core.Checks;
using Loadline.Core.Routing;

namespace Loadline.Core.Cascades;

/// <summary>What checks may know of the request.</summary>
internal static class CheckedRequest
{
    public static AnswerToCheck Of(RoutingContext context)
    {
        var schema = Schema(context);
        return new("")
        {
            Prompt = Encoding.UTF8.GetString(context.Facts.Text().LastUser),
            Schema = schema,
            SchemaProblem = schema is { } own ? Problem(own) : null,
        };
    }

    // It is the caller's: whatever it holds, it must not end the request.
    private static string? Problem(JsonElement schema)
    {
        try
        {
            _ = new JsonSchema(schema);
            return null;
        }
        catch (CheckException error)
        {
            return "the request's schema cannot be checked: " + error.Message;
        }
    }

    private static JsonElement? Schema(RoutingContext context)
    {
        var range = context.Facts.SchemaJson;
        if (range.IsMissing)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(context.Facts.Body[range.Start..range.End]);
            var format = document.RootElement;
            format = format.TryGetProperty("json_schema", out var named) ? named : format;
            return format.TryGetProperty("schema", out var schema) ? schema.Clone() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
