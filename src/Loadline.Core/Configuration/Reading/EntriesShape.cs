using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A mapping whose keys are names that the user chooses.</summary>
/// <param name="names">What a name looks like.</param>
/// <param name="value">What each value looks like.</param>
/// <param name="what">What the mapping as a whole is: <c>models by name</c>.</param>
/// <param name="example">What to write.</param>
internal sealed class EntriesShape<T>(WordShape names, Shape<T> value, string what, string example) : Shape<List<NamedEntry<T>>>
{
    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteNumber("minProperties", 1);
        SchemaText.Member(json, "propertyNames", name => name.WriteString("pattern", "^(" + names.Pattern + ")$"));
        SchemaText.Member(json, "additionalProperties", value.Describe);
    }

    /// <summary>Reads what can be read; entries that cannot are reported and left out, so that later checks find what else is wrong.</summary>
    public override bool TryRead(ReadScope scope, ConfigNode node, out List<NamedEntry<T>> entries)
    {
        entries = [];
        if (node.Kind != ConfigNodeKind.Mapping || node.Entries.Count == 0)
        {
            var problem = node.Kind == ConfigNodeKind.Mapping ? "nothing is written here, but " + what + " are needed" : ReadScope.Wrong(node, what);
            scope.Error(node, problem, "Write " + example + ".");
            return false;
        }

        foreach (var (name, keyNode, valueNode) in scope.Entries(node))
        {
            scope.Enter(name);
            if (!names.IsMatch(name))
            {
                scope.Error(keyNode, ReadScope.Quote(keyNode) + " is not a name", "Begin with a letter or a digit; no spaces.");
            }
            else if (value.TryRead(scope, valueNode, out var one))
            {
                entries.Add(new NamedEntry<T>(name, one, scope.At(keyNode)));
            }

            scope.Leave();
        }

        return true;
    }
}
