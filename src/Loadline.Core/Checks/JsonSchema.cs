using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Loadline.Core.Checks;

/// <summary>A JSON Schema of the part of draft 2020-12 that answers of models are checked with.</summary>
/// <remarks>
/// Knows <c>type enum const properties patternProperties required additionalProperties propertyNames minProperties maxProperties items
/// prefixItems minItems maxItems uniqueItems minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf anyOf
/// oneOf allOf not</c> and <c>$ref</c> within the document. Annotations (<c>title</c>, <c>description</c>, <c>format</c> and the like) are
/// passed over; any other keyword is refused, because a schema that is only half read would pass what it should not.
/// </remarks>
public sealed class JsonSchema
{
    // A schema that refers to itself without going into the value would never end.
    private const int Deepest = 128;

    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$schema", "$id", "$comment", "$defs", "definitions", "$anchor", "title", "description", "default", "examples", "format",
        "deprecated", "readOnly", "writeOnly", "contentMediaType", "contentEncoding",
    };

    private readonly JsonElement _root;
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    /// <exception cref="CheckException">The schema is malformed, or uses a keyword that is not known here.</exception>
    public JsonSchema(JsonElement schema)
    {
        _root = schema.Clone();
        Prepare(_root, "#", 0);
    }

    /// <summary>Finds the first thing wrong with a value.</summary>
    /// <returns>The place and what is wrong; <see langword="null"/> where the value fits.</returns>
    public string? FindProblem(JsonElement value) => Check(_root, value, "$", 0);

    private void Prepare(JsonElement schema, string place, int depth)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            throw new CheckException($"the schema at {place} is not an object");
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            Prepare(keyword, $"{place}/{keyword.Name}", depth + 1);
        }
    }

    private void Prepare(JsonProperty keyword, string place, int depth)
    {
        if (!JsonSchemaForms.IsGood(keyword))
        {
            throw new CheckException($"the value of `{keyword.Name}` in the schema at {place} is of the wrong form");
        }

        switch (keyword.Name)
        {
            case "properties" or "$defs" or "definitions" or "patternProperties":
                foreach (var entry in keyword.Value.EnumerateObject())
                {
                    Prepare(entry.Value, $"{place}/{entry.Name}", depth);
                    if (keyword.Name == "patternProperties")
                    {
                        _patterns[entry.Name] = RegexCheck.Create(entry.Name);
                    }
                }

                break;
            case "anyOf" or "oneOf" or "allOf" or "prefixItems":
                foreach (var choice in keyword.Value.EnumerateArray())
                {
                    Prepare(choice, place, depth);
                }

                break;
            case "items" or "additionalProperties" or "propertyNames" or "not":
                Prepare(keyword.Value, place, depth);
                break;
            case "pattern":
                _patterns[keyword.Value.GetString()!] = RegexCheck.Create(keyword.Value.GetString()!);
                break;
            case "$ref":
                _ = Resolve(keyword.Value.GetString()!);
                break;
            case "type" or "enum" or "const" or "required" or "minProperties" or "maxProperties" or "minItems" or "maxItems" or "uniqueItems"
                or "minLength" or "maxLength" or "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf":
                break;
            default:
                if (!Annotations.Contains(keyword.Name))
                {
                    throw new CheckException($"the schema uses `{keyword.Name}` at {place}, which is not known here. docs/outcome-tables.md lists what is");
                }

                break;
        }
    }

    private string? Check(JsonElement schema, JsonElement value, string path, int depth)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True ? null : $"{path} is not allowed";
        }

        if (depth > Deepest)
        {
            return $"{path} is nested too deeply";
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (Check(schema, keyword, value, path, depth + 1) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private string? Check(JsonElement schema, JsonProperty keyword, JsonElement value, string path, int depth) => keyword.Name switch
    {
        "type" => IsType(keyword.Value, value) ? null : $"{path} is not of type {keyword.Value.GetRawText()}",
        "enum" => keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)) ? null : $"{path} is none of the allowed values",
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? null : $"{path} is not the required value",
        "$ref" => Check(Resolve(keyword.Value.GetString()!), value, path, depth),
        "allOf" => First(keyword.Value, choice => Check(choice, value, path, depth)),
        "anyOf" => Fitting(keyword.Value, value, path, depth) > 0 ? null : $"{path} fits none of the choices",
        "oneOf" => Fitting(keyword.Value, value, path, depth) == 1 ? null : $"{path} does not fit exactly one of the choices",
        "not" => Check(keyword.Value, value, path, depth) is null ? $"{path} is of a form that is excluded" : null,
        _ => value.ValueKind switch
        {
            JsonValueKind.Object => Members(schema, keyword, value, path, depth),
            JsonValueKind.Array => Items(schema, keyword, value, path, depth),
            JsonValueKind.String => Text(keyword, value.GetString()!, path),
            JsonValueKind.Number => Number(keyword, value.GetDouble(), path),
            _ => null,
        },
    };

    private string? Members(JsonElement schema, JsonProperty keyword, JsonElement value, string path, int depth) => keyword.Name switch
    {
        "required" => First(keyword.Value, name => value.TryGetProperty(name.GetString()!, out _) ? null : $"{path}.{name.GetString()} is missing"),
        "properties" => value.EnumerateObject().Select(member => keyword.Value.TryGetProperty(member.Name, out var own)
            ? Check(own, member.Value, $"{path}.{member.Name}", depth) : null).FirstOrDefault(problem => problem is not null),
        "patternProperties" => value.EnumerateObject().SelectMany(member => keyword.Value.EnumerateObject()
            .Where(own => _patterns[own.Name].IsMatch(member.Name))
            .Select(own => Check(own.Value, member.Value, $"{path}.{member.Name}", depth))).FirstOrDefault(problem => problem is not null),
        "additionalProperties" => value.EnumerateObject().Where(member => !IsNamed(schema, member.Name))
            .Select(member => Check(keyword.Value, member.Value, $"{path}.{member.Name}", depth)).FirstOrDefault(problem => problem is not null),
        "propertyNames" => value.EnumerateObject().Select(member => CheckName(keyword.Value, member.Name, path, depth))
            .FirstOrDefault(problem => problem is not null),
        "minProperties" => value.GetPropertyCount() >= keyword.Value.GetInt32() ? null : $"{path} has too few members",
        "maxProperties" => value.GetPropertyCount() <= keyword.Value.GetInt32() ? null : $"{path} has too many members",
        _ => null,
    };

    private string? Items(JsonElement schema, JsonProperty keyword, JsonElement value, string path, int depth)
    {
        switch (keyword.Name)
        {
            case "items":
                var first = schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0;
                return value.EnumerateArray().Skip(first).Select((item, i) => Check(keyword.Value, item, Item(path, first + i), depth))
                    .FirstOrDefault(problem => problem is not null);
            case "prefixItems":
                return value.EnumerateArray().Zip(keyword.Value.EnumerateArray())
                    .Select((pair, i) => Check(pair.Second, pair.First, Item(path, i), depth)).FirstOrDefault(problem => problem is not null);
            case "minItems":
                return value.GetArrayLength() >= keyword.Value.GetInt32() ? null : $"{path} has too few items";
            case "maxItems":
                return value.GetArrayLength() <= keyword.Value.GetInt32() ? null : $"{path} has too many items";
            case "uniqueItems" when keyword.Value.ValueKind == JsonValueKind.True:
                var items = value.EnumerateArray().ToList();
                return items.Where((item, i) => items.Take(i).Any(other => JsonElement.DeepEquals(item, other))).Any() ? $"{path} has equal items" : null;
            default:
                return null;
        }
    }

    private string? Text(JsonProperty keyword, string text, string path) => keyword.Name switch
    {
        "pattern" => _patterns[keyword.Value.GetString()!].IsMatch(text) ? null : $"{path} does not match the pattern",
        "minLength" => Length(text) >= keyword.Value.GetInt32() ? null : $"{path} is too short",
        "maxLength" => Length(text) <= keyword.Value.GetInt32() ? null : $"{path} is too long",
        _ => null,
    };

    private static string? Number(JsonProperty keyword, double number, string path) => keyword.Name switch
    {
        "minimum" => number >= keyword.Value.GetDouble() ? null : $"{path} is below the minimum",
        "maximum" => number <= keyword.Value.GetDouble() ? null : $"{path} is above the maximum",
        "exclusiveMinimum" => number > keyword.Value.GetDouble() ? null : $"{path} is not above the bound",
        "exclusiveMaximum" => number < keyword.Value.GetDouble() ? null : $"{path} is not below the bound",
        "multipleOf" => IsWhole(number / keyword.Value.GetDouble()) ? null : $"{path} is no multiple",
        _ => null,
    };

    private string? CheckName(JsonElement schema, string name, string path, int depth)
    {
        using var text = JsonDocument.Parse("\"" + JsonEncodedText.Encode(name) + "\"");
        return Check(schema, text.RootElement, $"{path}.{name} (the name)", depth);
    }

    private int Fitting(JsonElement choices, JsonElement value, string path, int depth) =>
        choices.EnumerateArray().Count(choice => Check(choice, value, path, depth) is null);

    private static string? First(JsonElement list, Func<JsonElement, string?> check) =>
        list.EnumerateArray().Select(check).FirstOrDefault(problem => problem is not null);

    private bool IsNamed(JsonElement schema, string name) =>
        (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _))
        || (schema.TryGetProperty("patternProperties", out var patterns)
            && patterns.EnumerateObject().Any(own => _patterns[own.Name].IsMatch(name)));

    private JsonElement Resolve(string reference)
    {
        if (!reference.StartsWith('#'))
        {
            throw new CheckException($"the schema refers to `{reference}`; only places within it (`#/$defs/name`) are followed");
        }

        var place = _root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(name, out place))
            {
                throw new CheckException($"the schema refers to `{reference}`, which it does not hold");
            }
        }

        return place;
    }

    private static bool IsType(JsonElement type, JsonElement value) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => IsType(one, value)) : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && IsWhole(value.GetDouble()),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };

    private static bool IsWhole(double number) => Math.Abs(number - Math.Round(number)) <= 1e-9 * Math.Max(1, Math.Abs(number));

    // JSON Schema counts code points, not UTF-16 units.
    private static int Length(string text) => text.EnumerateRunes().Count();

    private static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
