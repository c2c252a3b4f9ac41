using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Pieces of JSON Schema that several shapes share.</summary>
internal static class SchemaText
{
    /// <summary>The pattern of a value with a variable in it.</summary>
    public const string Variable = @"\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\}";

    /// <summary>Writes a value that is a number or text of a form, or has a variable.</summary>
    public static void NumberOrText(
        Utf8JsonWriter json,
        string pattern,
        string numberType = "number",
        double? minimum = null,
        double? maximum = null)
    {
        json.WriteStartArray("type");
        json.WriteStringValue(numberType);
        json.WriteStringValue("string");
        json.WriteEndArray();
        WriteBound(json, "minimum", minimum);
        WriteBound(json, "maximum", maximum);
        json.WriteString("pattern", "^(" + pattern + ")$|" + Variable);
    }

    /// <summary>Writes text of a form, or with a variable.</summary>
    public static void Text(Utf8JsonWriter json, string pattern)
    {
        json.WriteString("type", "string");
        json.WriteString("pattern", "^(" + pattern + ")$|" + Variable);
    }

    /// <summary>Writes a word of a form, which YAML may take for a number or a truth value, or one with a variable.</summary>
    public static void Word(Utf8JsonWriter json, string pattern)
    {
        json.WriteStartArray("type");
        json.WriteStringValue("string");
        json.WriteStringValue("number");
        json.WriteStringValue("boolean");
        json.WriteEndArray();
        json.WriteString("pattern", "^(" + pattern + ")$|" + Variable);
    }

    /// <summary>Writes a choice between schemas.</summary>
    public static void AnyOf(Utf8JsonWriter json, params Action<Utf8JsonWriter>[] choices)
    {
        json.WriteStartArray("anyOf");
        foreach (var choice in choices)
        {
            json.WriteStartObject();
            choice(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a choice between words; those that YAML reads as numbers or truth values are written as such.</summary>
    public static void Enum(Utf8JsonWriter json, IEnumerable<string> words)
    {
        json.WriteStartArray("enum");
        foreach (var word in words)
        {
            if (word is "true" or "false" || int.TryParse(word, CultureInfo.InvariantCulture, out _))
            {
                json.WriteRawValue(word);
            }
            else
            {
                json.WriteStringValue(word);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an object schema under a name.</summary>
    public static void Member(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> describe)
    {
        json.WriteStartObject(name);
        describe(json);
        json.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter json, string name, double? bound)
    {
        if (bound is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}
