using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>JSON Schemas of tools, brought into the form that a dialect takes.</summary>
internal static class Schemas
{
    /// <summary>Writes a tool's schema: the caller's own, one text member for a custom tool, an empty object where there is none.</summary>
    public static void WriteParameters(Utf8JsonWriter json, ChatTool tool)
    {
        if (tool.Kind != ToolKind.Custom && tool.Schema is { } schema)
        {
            WriteObjectSchema(json, schema);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        if (tool.Kind == ToolKind.Custom)
        {
            json.WriteStartObject(ToolArguments.InputMember);
            json.WriteString("type"u8, "string"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (tool.Kind == ToolKind.Custom)
        {
            json.WriteStartArray("required"u8);
            json.WriteStringValue(ToolArguments.InputMember);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A tool's description; a custom tool's grammar is told in words, since nothing else carries it.</summary>
    public static string? Describe(ChatTool tool, ConversionLosses losses)
    {
        if (tool.Kind != ToolKind.Custom)
        {
            return tool.Description;
        }

        losses.Degraded("tools", $"the free-text tool {tool.Name} is sent as a function with one text argument");
        var grammar = tool.Format is { } format ? format.Text("definition"u8) ?? format.Object("grammar"u8)?.Text("definition"u8) : null;
        var note = "Put the tool's whole input, as plain text, into `input`.";
        return grammar is null
            ? $"{tool.Description}\n\n{note}".TrimStart()
            : $"{tool.Description}\n\n{note} It must follow this grammar:\n{grammar}".TrimStart();
    }

    /// <summary>Whether every object of a schema is closed and requires all its members, as OpenAI's strict mode wants.</summary>
    public static bool IsStrict(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in schema.Items())
            {
                if (!IsStrict(item))
                {
                    return false;
                }
            }

            return true;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        if (schema.Object("properties"u8) is { } properties && !IsClosed(schema, properties))
        {
            return false;
        }

        foreach (var member in schema.EnumerateObject())
        {
            if (member.Name is not ("enum" or "const" or "default" or "examples") && !IsStrict(member.Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a schema whose type names may be upper case (Gemini's form) as JSON Schema.</summary>
    public static void WriteLowerCase(Utf8JsonWriter json, JsonElement schema, bool isType = false)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in schema.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    WriteLowerCase(json, member.Value, member.Name == "type");
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in schema.Items())
                {
                    WriteLowerCase(json, item, isType);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String when isType:
                json.WriteStringValue(schema.AsText()!.ToLowerInvariant());
                break;
            default:
                schema.WriteTo(json);
                break;
        }
    }

    private static bool IsClosed(JsonElement schema, JsonElement properties)
    {
        if (schema.Flag("additionalProperties"u8) != false)
        {
            return false;
        }

        var required = new HashSet<string?>();
        foreach (var name in schema.Items("required"u8))
        {
            required.Add(name.AsText());
        }

        foreach (var property in properties.EnumerateObject())
        {
            if (!required.Contains(property.Name))
            {
                return false;
            }
        }

        return true;
    }

    // Anthropic and OpenAI insist on "type":"object" at the top.
    private static void WriteObjectSchema(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.Has("type"u8, out _))
        {
            schema.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "object"u8);
        foreach (var member in schema.EnumerateObject())
        {
            if (member.Name != "type")
            {
                member.WriteTo(json);
            }
        }

        if (!schema.Has("properties"u8, out _))
        {
            json.WriteStartObject("properties"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
