using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Schemas between JSON Schema and Gemini's subset with upper-case type names.</summary>
/// <remarks>The Gemini API takes whole JSON Schemas (<c>parametersJsonSchema</c>, <c>responseJsonSchema</c>); Vertex gets the subset.</remarks>
internal static class GeminiSchemas
{
    private const int MaxDepth = 24;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "type", "format", "title", "description", "nullable", "enum", "items", "properties", "required", "minItems", "maxItems", "minimum",
        "maximum", "minLength", "maxLength", "pattern", "anyOf", "propertyOrdering",
    };

    /// <summary>The caller's schema as JSON Schema.</summary>
    public static JsonElement ToJsonSchema(JsonElement schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = JsonOutput.Writer(buffer))
        {
            Schemas.WriteLowerCase(json, schema);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <summary>Writes a schema under the name that the server at hand knows.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> subset, JsonElement schema, UpstreamTarget target)
    {
        if (target.Server != UpstreamServer.Vertex)
        {
            json.Value(whole, schema);
            return;
        }

        json.WritePropertyName(subset);
        Subset(json, schema, schema, 0);
    }

    private static void Subset(Utf8JsonWriter json, JsonElement schema, JsonElement root, int depth)
    {
        schema = Resolve(schema, root);
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "OBJECT"u8);
            json.WriteEndObject();
            return;
        }

        json.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            Member(json, member, root, depth);
        }

        if (schema.Has("const"u8, out var only) && only.ValueKind == JsonValueKind.String)
        {
            json.WriteStartArray("enum"u8);
            only.WriteTo(json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Member(Utf8JsonWriter json, JsonProperty member, JsonElement root, int depth)
    {
        var name = member.Name is "oneOf" or "allOf" ? "anyOf" : member.Name;
        if (!Known.Contains(name) || (name == "type" && WritesType(json, member.Value)))
        {
            return;
        }

        json.WritePropertyName(name);
        switch (name)
        {
            case "properties" when member.Value.ValueKind == JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in member.Value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Subset(json, property.Value, root, depth + 1);
                }

                json.WriteEndObject();
                break;
            case "anyOf":
                json.WriteStartArray();
                foreach (var item in member.Value.Items())
                {
                    Subset(json, item, root, depth + 1);
                }

                json.WriteEndArray();
                break;
            case "items":
                Subset(json, member.Value, root, depth + 1);
                break;
            default:
                member.Value.WriteTo(json);
                break;
        }
    }

    // ["string","null"] becomes STRING and nullable.
    private static bool WritesType(Utf8JsonWriter json, JsonElement type)
    {
        if (type.AsText() is { } one)
        {
            json.WriteString("type"u8, one.ToUpperInvariant());
            return true;
        }

        foreach (var item in type.Items())
        {
            if (item.AsText() is { } name && name != "null")
            {
                json.WriteString("type"u8, name.ToUpperInvariant());
                json.WriteBoolean("nullable"u8, true);
                return true;
            }
        }

        return true;
    }

    private static JsonElement Resolve(JsonElement schema, JsonElement root)
    {
        for (var i = 0; i < 8 && schema.Text("$ref"u8) is { } pointer && pointer.StartsWith("#/", StringComparison.Ordinal); i++)
        {
            schema = root;
            foreach (var step in pointer[2..].Split('/'))
            {
                schema = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(step, out var next) ? next : default;
            }
        }

        return schema;
    }
}
