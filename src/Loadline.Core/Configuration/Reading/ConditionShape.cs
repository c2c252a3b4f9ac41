using System.Text.Json;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A rule's <c>when</c>: signals by name, with <c>all</c>, <c>any</c> and <c>not</c>; several keys must all hold.</summary>
internal sealed class ConditionShape : Shape<Condition>
{
    private const string Example = "a condition such as `{ tokens: \"> 30k\" }`";

    private static readonly string[] Names = ["all", "any", "not", .. SignalTable.All.Select(signal => signal.Name)];

    public static ConditionShape Instance { get; } = new();

    private static ListShape<Condition> Parts { get; } = new(Instance, "a list of conditions: `[{ task: math }, { turns: \"> 3\" }]`");

    public override void Describe(Utf8JsonWriter json) => json.WriteString("$ref", "#/$defs/condition");

    /// <summary>Writes the definition that the references point to; it holds itself.</summary>
    public static void Define(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteNumber("minProperties", 1);
        json.WriteStartObject("properties");
        DescribePart(json, "all", "Every condition of a list holds.", Parts.Describe);
        DescribePart(json, "any", "At least one condition of a list holds.", Parts.Describe);
        DescribePart(json, "not", "The condition does not hold.", Instance.Describe);
        foreach (var signal in SignalTable.All)
        {
            DescribePart(json, signal.Name, signal.Summary, SignalShapes.For(signal).Describe);
        }

        json.WriteEndObject();
    }

    public override bool TryRead(ReadScope scope, ConfigNode node, out Condition value)
    {
        value = null!;
        if (node.Kind != ConfigNodeKind.Mapping || node.Entries.Count == 0)
        {
            scope.Error(
                node,
                node.Kind == ConfigNodeKind.Mapping ? "the condition is empty" : ReadScope.Wrong(node, "a condition"),
                "Write " + Example + ".");
            return false;
        }

        var parts = new List<Condition>();
        foreach (var (name, keyNode, valueNode) in scope.Entries(node))
        {
            scope.Enter(name);
            if (TryReadPart(scope, name, keyNode, valueNode, out var part))
            {
                parts.Add(part);
            }

            scope.Leave();
        }

        value = parts.Count == 1 ? parts[0] : new AllCondition(parts);
        return true;
    }

    private static bool TryReadPart(ReadScope scope, string name, ConfigNode keyNode, ConfigNode node, out Condition part)
    {
        part = null!;
        switch (name)
        {
            case "all" or "any":
                var isRead = Parts.TryRead(scope, node, out var parts);
                part = name == "all" ? new AllCondition(parts) : new AnyCondition(parts);
                return isRead;
            case "not":
                if (!Instance.TryRead(scope, node, out var inner))
                {
                    return false;
                }

                part = new NotCondition(inner);
                return true;
        }

        if (SignalTable.Find(name) is { } signal)
        {
            return SignalShapes.For(signal).TryRead(scope, node, out part);
        }

        scope.Error(keyNode, ReadScope.Quote(keyNode) + " is not a signal", Suggest.From(name, Names));
        return false;
    }

    private static void DescribePart(
        Utf8JsonWriter json,
        string name,
        string summary,
        Action<Utf8JsonWriter> describe) => SchemaText.Member(
        json,
        name,
        part =>
        {
            part.WriteString("description", summary);
            describe(part);
        });
}
