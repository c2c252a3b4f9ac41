using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Tests.Support;

/// <summary>Judges a config against a JSON Schema as an editor would: only the keywords that our schema uses; any other one throws.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    /// <summary>Lists what is wrong, as paths with a keyword.</summary>
    public List<string> Validate(ConfigNode node) => Validate(root, node, "");

    private List<string> Validate(JsonElement schema, ConfigNode node, string path)
    {
        var errors = new List<string>();
        foreach (var keyword in schema.EnumerateObject())
        {
            Check(schema, keyword, node, path, errors);
        }

        return errors;
    }

    private void Check(JsonElement schema, JsonProperty keyword, ConfigNode node, string path, List<string> errors)
    {
        var value = keyword.Value;
        var isMapping = node.Kind == ConfigNodeKind.Mapping;
        var isList = node.Kind == ConfigNodeKind.List;
        var isGood = keyword.Name switch
        {
            "$schema" or "$defs" or "title" or "description" => true,
            "properties" => !isMapping || Members(value, node, path, errors),
            "additionalProperties" when value.ValueKind == JsonValueKind.False =>
                !isMapping || node.Entries.TrueForAll(entry => schema.GetProperty("properties").TryGetProperty(entry.Key.Text, out _)),
            "additionalProperties" => !isMapping || Each(node.Entries.Select(entry => (entry.Key.Text, entry.Value)), value, path, errors),
            "propertyNames" => !isMapping || node.Entries.TrueForAll(entry => Validate(value, entry.Key, path).Count == 0),
            "items" => !isList || Each(node.Items.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)), value, path, errors),
            "required" => !isMapping || value.EnumerateArray().All(name => node.Entries.Exists(entry => entry.Key.Text == name.GetString())),
            "minProperties" => !isMapping || node.Entries.Count >= value.GetInt32(),
            "minItems" => !isList || node.Items.Count >= value.GetInt32(),
            "maxItems" => !isList || node.Items.Count <= value.GetInt32(),
            "minLength" => TypeOf(node) != "string" || node.Text.Length >= value.GetInt32(),
            "maxLength" => TypeOf(node) != "string" || node.Text.Length <= value.GetInt32(),
            "minimum" => !IsNumber(node, out var number) || number >= value.GetDouble(),
            "maximum" => !IsNumber(node, out var number) || number <= value.GetDouble(),
            "pattern" => TypeOf(node) != "string" || Regex.IsMatch(node.Text, value.GetString()!, RegexOptions.ECMAScript),
            "type" => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Any(type => IsType(type.GetString()!, node))
                : IsType(value.GetString()!, node),
            "enum" => value.EnumerateArray().Any(word => word.ToString().Equals(node.Text, StringComparison.OrdinalIgnoreCase) && node.Kind == ConfigNodeKind.Scalar),
            "anyOf" => value.EnumerateArray().Any(choice => Validate(choice, node, path).Count == 0),
            "$ref" => Follow(value.GetString()!, node, path, errors),
            _ => throw new InvalidOperationException("The schema uses " + keyword.Name + ", which this validator does not know."),
        };
        if (!isGood)
        {
            errors.Add(path + " " + keyword.Name);
        }
    }

    private bool Members(JsonElement properties, ConfigNode node, string path, List<string> errors)
    {
        foreach (var (key, value) in node.Entries)
        {
            if (properties.TryGetProperty(key.Text, out var schema))
            {
                errors.AddRange(Validate(schema, value, path + "/" + key.Text));
            }
        }

        return true;
    }

    private bool Each(IEnumerable<(string Name, ConfigNode Value)> children, JsonElement schema, string path, List<string> errors)
    {
        foreach (var (name, value) in children)
        {
            errors.AddRange(Validate(schema, value, path + "/" + name));
        }

        return true;
    }

    private bool Follow(string reference, ConfigNode node, string path, List<string> errors)
    {
        errors.AddRange(Validate(root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]), node, path));
        return true;
    }

    private static bool IsType(string type, ConfigNode node) => TypeOf(node) == type || (type == "number" && TypeOf(node) == "integer");

    private static bool IsNumber(ConfigNode node, out double number)
    {
        number = 0;
        return TypeOf(node) is "integer" or "number" && double.TryParse(node.Text, CultureInfo.InvariantCulture, out number);
    }

    // YAML's core schema. Whether a scalar was quoted is not kept by the tree; a quoted number counts as a number here.
    private static string TypeOf(ConfigNode node) => node.Kind switch
    {
        ConfigNodeKind.Mapping => "object",
        ConfigNodeKind.List => "array",
        ConfigNodeKind.Null => "null",
        _ when node.Text is "true" or "false" => "boolean",
        _ when Regex.IsMatch(node.Text, @"^-?[0-9]+\z") => "integer",
        _ when Regex.IsMatch(node.Text, @"^-?[0-9]+\.[0-9]+\z") => "number",
        _ => "string",
    };
}
