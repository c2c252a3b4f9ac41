using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>Writes an answer's schema as Anthropic takes it: every object closed, no bounds on numbers and lengths.</summary>
internal static class ClosedSchema
{
    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems",
    };

    /// <param name="json">Where it goes.</param>
    /// <param name="schema">The caller's schema.</param>
    /// <param name="isNames">Whether the members are names of the caller's own choosing, as under <c>properties</c>.</param>
    public static void Write(Utf8JsonWriter json, JsonElement schema, bool isNames = false)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var item in schema.Items())
            {
                Write(json, item);
            }

            json.WriteEndArray();
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            schema.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            Member(json, member, isNames);
        }

        if (!isNames && schema.Has("properties"u8, out _) && !schema.Has("additionalProperties"u8, out _))
        {
            json.WriteBoolean("additionalProperties"u8, false);
        }

        json.WriteEndObject();
    }

    private static void Member(Utf8JsonWriter json, JsonProperty member, bool isNames)
    {
        if (!isNames && Refused.Contains(member.Name))
        {
            return;
        }

        json.WritePropertyName(member.Name);
        if (!isNames && member.Name is ("enum" or "const" or "default" or "examples" or "required"))
        {
            member.Value.WriteTo(json);
        }
        else
        {
            Write(json, member.Value, !isNames && member.Name is ("properties" or "$defs" or "definitions"));
        }
    }
}
