using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loadline.Cli.Commands;

namespace Loadline.Cli.Connect;

/// <summary>Settings in JSON: reads what people write (comments, a comma too many), writes what machines do.</summary>
internal static class JsonSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <exception cref="UserError">It is no JSON object.</exception>
    public static JsonObject Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient) as JsonObject ?? throw new UserError("The settings file is no JSON object; mend it first.");
        }
        catch (JsonException error)
        {
            throw new UserError($"The settings file is no JSON: {error.Message}");
        }
    }

    public static JsonObject Section(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there)
        {
            return there;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    /// <summary>Puts one member back as it was; what the agent or its user changed beside it stays.</summary>
    public static void PutBack(JsonObject now, JsonObject before, params string[] path)
    {
        JsonObject? target = now;
        JsonNode? source = before;
        foreach (var name in path[..^1])
        {
            target = target?[name] as JsonObject;
            source = (source as JsonObject)?[name];
        }

        if ((source as JsonObject)?[path[^1]] is { } value)
        {
            target?[path[^1]] = value.DeepClone();
        }
        else
        {
            target?.Remove(path[^1]);
        }

        // A section that was made for us goes when it is empty.
        if (path.Length > 1 && target is { Count: 0 } && (before[path[0]] is null))
        {
            now.Remove(path[0]);
        }
    }

    public static string Write(JsonObject settings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            settings.WriteTo(json);
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)) + "\n";
    }
}
