using System.Text.Json;
using System.Text.Json.Nodes;
using Loadline.Core.Checks;
using Loadline.Testing;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>OpenAI's published description of its API, as JSON Schemas of request bodies.</summary>
internal sealed class OpenApiSchemas
{
    public const string File = "wire/openai+openai-openapi/openapi.json";

    private readonly JsonObject _schemas;
    private readonly JsonSchema _schema;
    private readonly HashSet<string> _members = [];

    /// <param name="name">The schema of the body, such as <c>CreateResponse</c>.</param>
    public OpenApiSchemas(string name)
    {
        _schemas = JsonNode.Parse(System.IO.File.ReadAllBytes(DataFolder.Path(File)))!["components"]!["schemas"]!.AsObject();
        var needed = new JsonObject();
        Collect(name, needed);
        Members(name);
        using var document = JsonDocument.Parse(new JsonObject { ["$defs"] = needed, ["$ref"] = "#/$defs/" + name }.ToJsonString());
        _schema = new JsonSchema(document.RootElement);
    }

    /// <summary>Finds the first thing wrong with a body; null: it is as described, and has no member beside those described.</summary>
    /// <remarks>The description leaves its objects open; the API itself refuses a member that it does not know.</remarks>
    public string? FindProblem(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var stranger = document.RootElement.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !_members.Contains(name));
        return stranger is null ? _schema.FindProblem(document.RootElement) : "unknown member " + stranger;
    }

    private void Collect(string name, JsonObject needed)
    {
        if (needed.ContainsKey(name))
        {
            return;
        }

        needed[name] = true;
        needed[name] = Plain(_schemas[name]!, needed);
    }

    private void Members(string name)
    {
        foreach (var part in _schemas[name]!["allOf"]?.AsArray() ?? [_schemas[name]!.DeepClone()])
        {
            if (part!["$ref"] is { } reference)
            {
                Members(NameOf((string)reference!));
            }

            _members.UnionWith(part["properties"]?.AsObject().Select(member => member.Key) ?? []);
        }
    }

    // OpenAPI's own words become plain ones; choices overlap, so one that fits is enough.
    private JsonNode? Plain(JsonNode? node, JsonObject needed)
    {
        if (node is JsonArray array)
        {
            return new JsonArray([.. array.Select(item => Plain(item, needed))]);
        }

        if (node is not JsonObject schema)
        {
            return node?.DeepClone();
        }

        var plain = new JsonObject();
        foreach (var (word, value) in schema)
        {
            switch (word)
            {
                case "$ref":
                    Collect(NameOf((string)value!), needed);
                    plain[word] = "#/$defs/" + NameOf((string)value!);
                    break;
                case "$recursiveRef":
                    plain["$ref"] = "#/$defs/CompoundFilter";
                    break;
                case "oneOf":
                    plain["anyOf"] = Plain(value, needed);
                    break;
                case "properties":
                    plain[word] = new JsonObject(value!.AsObject().Select(member => KeyValuePair.Create(member.Key, Plain(member.Value, needed))));
                    break;
                case "enum" or "const" or "required" or "default":
                    plain[word] = value?.DeepClone();
                    break;
                case "nullable" or "discriminator" or "example" or "examples" or "externalDocs" or "$recursiveAnchor":
                    break;
                default:
                    if (!word.StartsWith("x-", StringComparison.Ordinal))
                    {
                        plain[word] = Plain(value, needed);
                    }

                    break;
            }
        }

        return (bool?)(schema["nullable"] as JsonValue) == true
            ? new JsonObject { ["anyOf"] = new JsonArray(plain, new JsonObject { ["type"] = "null" }) }
            : plain;
    }

    private static string NameOf(string reference) => reference[(reference.LastIndexOf('/') + 1)..];
}
