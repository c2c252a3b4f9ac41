using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A grader: <c>{ kind: numeric, tolerance: 0.01 }</c>. Each kind has fields of its own, and a schema may nest at will.</summary>
internal sealed class GraderShape : Shape<JsonElement>
{
    public static GraderShape Instance { get; } = new();

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartArray("required");
        json.WriteStringValue("kind");
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteStartObject("kind");
        SchemaText.Enum(json, CheckReader.Kinds.Union(GraderDefinition.OtherKinds));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override bool TryRead(ReadScope scope, ConfigNode node, out JsonElement value)
    {
        value = default;
        return TryReadElement(scope, node, "a grader", "{ kind: exact }", out value) && IsGood(scope, node, value);
    }

    /// <summary>Reads a mapping as it is, for definitions whose fields depend on their kind.</summary>
    internal static bool TryReadElement(ReadScope scope, ConfigNode node, string what, string example, out JsonElement value)
    {
        value = default;
        if (node.Kind != ConfigNodeKind.Mapping)
        {
            scope.Error(node, ReadScope.Wrong(node, what), "Write `" + example + "`.");
            return false;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (!Write(scope, node, json))
            {
                return false;
            }
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        value = JsonElement.ParseValue(ref reader);
        return true;
    }

    private static bool IsGood(ReadScope scope, ConfigNode node, JsonElement value)
    {
        try
        {
            _ = GraderDefinition.Read("", value);
            return true;
        }
        catch (CheckException error)
        {
            scope.Error(node, error.Message, "docs/outcome-tables.md lists the kinds and their fields.");
            return false;
        }
    }

    private static bool Write(ReadScope scope, ConfigNode node, Utf8JsonWriter json)
    {
        var isGood = true;
        switch (node.Kind)
        {
            case ConfigNodeKind.Mapping:
                json.WriteStartObject();
                foreach (var (key, _, entry) in scope.Entries(node))
                {
                    json.WritePropertyName(key);
                    isGood &= Write(scope, entry, json);
                }

                json.WriteEndObject();
                return isGood;
            case ConfigNodeKind.List:
                json.WriteStartArray();
                foreach (var item in node.Items)
                {
                    isGood &= Write(scope, item, json);
                }

                json.WriteEndArray();
                return isGood;
            case ConfigNodeKind.Scalar:
                return scope.TryText(node, "a value", "a value", out var text) && WriteScalar(json, text);
            default:
                json.WriteNullValue();
                return true;
        }
    }

    // The tree does not keep quotes, so a word that looks like a number is one; where text is wanted, checks take numbers too.
    private static bool WriteScalar(Utf8JsonWriter json, string text)
    {
        if (text is "true" or "false")
        {
            json.WriteBooleanValue(text == "true");
        }
        else if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(text);
        }

        return true;
    }
}
