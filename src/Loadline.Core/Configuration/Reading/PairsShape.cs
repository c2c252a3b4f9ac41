using System.Text.Json;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Conditions on named values: <c>{ name: value | [values] | "*" }</c>; several names must all agree.</summary>
internal sealed class PairsShape(
    WordShape names,
    string what,
    Func<string, IReadOnlyList<string>, Condition> make,
    Func<string, string?>? problem = null)
    : Shape<Condition>
{
    private readonly EntriesShape<List<string>> _entries = new(
        names,
        new ListShape<string>(
            new WordShape("a value", "a value on one line", WordShape.LinePattern),
            "a value, a list of values or `\"*\"`",
            allowsSingle: true),
        what,
        "`{ name: value }`");

    public override void Describe(Utf8JsonWriter json) => _entries.Describe(json);

    public override bool TryRead(ReadScope scope, ConfigNode node, out Condition value)
    {
        value = null!;
        if (!_entries.TryRead(scope, node, out var entries))
        {
            return false;
        }

        foreach (var entry in entries)
        {
            if (problem?.Invoke(entry.Name) is { } message)
            {
                scope.Error(entry.Place, message, "Have the proxy in front set a header of its own for rules to read.");
            }
        }

        var parts = entries.ConvertAll(entry => make(entry.Name, entry.Value is ["*"] ? [] : entry.Value));
        value = parts.Count == 1 ? parts[0] : new AllCondition(parts);
        return true;
    }
}
