using System.Text.Json;
using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Configuration;

/// <summary>The JSON Schema (2020-12) of the config file, for editors; made from the very tables that the reader uses.</summary>
/// <remarks>It describes forms, not what only a whole file can tell: names that exist, chains that end, residencies that are kept.</remarks>
public static class ConfigSchema
{
    /// <summary>Writes the schema as indented UTF-8.</summary>
    public static void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", "Loadline config, version 1");
        RootDraft.Shape.Describe(json);
        json.WriteStartObject("$defs");
        SchemaText.Member(json, "condition", ConditionShape.Define);
        SchemaText.Member(
            json,
            "variable",
            variable =>
            {
                variable.WriteString("description", "A value from an environment variable.");
                variable.WriteString("type", "string");
                variable.WriteString("pattern", SchemaText.Variable);
            });
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
