using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A check of an answer that has no key: <c>{ kind: logprob, mean: -0.4 }</c>.</summary>
internal sealed class CheckShape : Shape<JsonElement>
{
    public static CheckShape Instance { get; } = new();

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartArray("required");
        json.WriteStringValue("kind");
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteStartObject("kind");
        SchemaText.Enum(json, CheckReader.Kinds);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override bool TryRead(ReadScope scope, ConfigNode node, out JsonElement value) =>
        GraderShape.TryReadElement(scope, node, "a check", "{ kind: logprob, mean: -0.4 }", out value) && IsGood(scope, node, value);

    private static bool IsGood(ReadScope scope, ConfigNode node, JsonElement value)
    {
        try
        {
            if (CheckReader.Read(value, scope.Folder) is { NeedsExpected: true } check)
            {
                scope.Error(node, "the check `" + check.Kind + "` compares with an answer key, and a request has none", "docs/policies/cascade.md lists the checks.");
                return false;
            }

            return true;
        }
        catch (CheckException error)
        {
            scope.Error(node, error.Message, "docs/policies/cascade.md lists the checks and their fields.");
            return false;
        }
    }
}
