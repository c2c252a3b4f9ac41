using System.Text.Json;

namespace Loadline.Core.Checks;

/// <summary>What form the value of each keyword must have, so that checking answers never meets a malformed schema.</summary>
internal static class JsonSchemaForms
{
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    public static bool IsGood(JsonProperty keyword)
    {
        var value = keyword.Value;
        return keyword.Name switch
        {
            "properties" or "patternProperties" or "$defs" or "definitions" => value.ValueKind == JsonValueKind.Object,
            "anyOf" or "oneOf" or "allOf" or "prefixItems" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0,
            "enum" => value.ValueKind == JsonValueKind.Array,
            "required" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsText),
            "pattern" or "$ref" => IsText(value),
            "type" => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().All(IsType) : IsType(value),
            "uniqueItems" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "minProperties" or "maxProperties" or "minItems" or "maxItems" or "minLength" or "maxLength" =>
                value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0,
            "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => value.ValueKind == JsonValueKind.Number,
            "multipleOf" => value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0,
            _ => true,
        };
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsType(JsonElement value) => IsText(value) && Types.Contains(value.GetString(), StringComparer.Ordinal);
}
