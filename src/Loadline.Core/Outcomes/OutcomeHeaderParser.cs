using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>Reads a table's header line.</summary>
internal static class OutcomeHeaderParser
{
    /// <summary>Tells whether a line is a header: an object whose first field is <c>loadline_table</c>.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals(OutcomeTableHeader.VersionField);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <exception cref="OutcomeTableException">The header is of another version, or malformed.</exception>
    public static OutcomeTableHeader Parse(ReadOnlySpan<byte> line, string place)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            var all = JsonElement.ParseValue(ref reader);
            CheckVersion(all.GetProperty(OutcomeTableHeader.VersionField), place);
            var rest = new List<KeyValuePair<string, JsonElement>>();
            var header = new OutcomeTableHeader();
            foreach (var field in all.EnumerateObject())
            {
                header = field.Name switch
                {
                    OutcomeTableHeader.VersionField => header,
                    "unit" when field.Value.ValueKind == JsonValueKind.String => header with { Unit = field.Value.GetString()! },
                    "graders" when field.Value.ValueKind == JsonValueKind.Object => header with { Graders = field.Value },
                    "graders" or "unit" => throw new OutcomeTableException(
                        $"{place}: `{field.Name}` of the header is malformed. Write \"unit\":\"USD\" and \"graders\":{{\"name\":{{\"kind\":\"exact\"}}}}."),
                    "candidates" => header with { Candidates = field.Value },
                    _ => Keep(header, rest, field),
                };
            }

            return header with { Rest = rest };
        }
        catch (JsonException error)
        {
            throw new OutcomeTableException($"{place}: the header is not one JSON object: {error.Message}", error);
        }
    }

    private static OutcomeTableHeader Keep(OutcomeTableHeader header, List<KeyValuePair<string, JsonElement>> rest, JsonProperty field)
    {
        rest.Add(new KeyValuePair<string, JsonElement>(field.Name, field.Value));
        return header;
    }

    private static void CheckVersion(JsonElement version, string place)
    {
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != OutcomeTableHeader.Version)
        {
            throw new OutcomeTableException(string.Create(
                CultureInfo.InvariantCulture,
                $"{place}: the table is of format version {version.GetRawText()}; this Loadline reads version {OutcomeTableHeader.Version}."));
        }
    }
}
