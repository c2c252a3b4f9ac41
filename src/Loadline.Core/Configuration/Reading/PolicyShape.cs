using System.Text.Json;
using Loadline.Core.Policies;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A policy: <c>{ kind: tiered, … }</c>, or the kind alone where it needs nothing more.</summary>
internal sealed class PolicyShape : Shape<PolicyDraft>
{
    private static readonly WordShape Kind = new("a policy", "one of " + string.Join(", ", PolicyKinds.Names), WordShape.SimplePattern);

    public static PolicyShape Instance { get; } = new();

    public override void Describe(Utf8JsonWriter json) => SchemaText.AnyOf(
        json,
        [
            word => SchemaText.Enum(word, PolicyKinds.All.Where(kind => kind.NeedsNothing).Select(kind => kind.Name)),
            .. PolicyKinds.All.Select(kind => (Action<Utf8JsonWriter>)kind.Describe),
        ]);

    public override bool TryRead(ReadScope scope, ConfigNode node, out PolicyDraft value)
    {
        value = null!;
        return node.Kind == ConfigNodeKind.Mapping ? TryReadMapping(scope, node, out value)
            : Kind.TryRead(scope, node, out var name) && Find(scope, node, name) is { } kind && TryReadShort(scope, node, kind, out value);
    }

    private static bool TryReadShort(ReadScope scope, ConfigNode node, PolicyKind kind, out PolicyDraft value)
    {
        value = null!;
        if (!kind.NeedsNothing)
        {
            scope.Error(node, "`" + kind.Name + "` needs more than its name", "Write `policy: " + kind.Example + "`.");
            return false;
        }

        var empty = new ConfigNode { Kind = ConfigNodeKind.Mapping, Line = node.Line, Column = node.Column };
        return kind.TryRead(scope, empty, out value);
    }

    private static bool TryReadMapping(ReadScope scope, ConfigNode node, out PolicyDraft value)
    {
        value = null!;
        var kindNode = node.Entries.Find(entry => entry.Key.Text == "kind").Value;
        if (kindNode is null)
        {
            scope.Error(node, "`kind` is missing", "Write `kind: ` and one of " + string.Join(", ", PolicyKinds.Names) + ".");
            return false;
        }

        scope.Enter("kind");
        var kind = Kind.TryRead(scope, kindNode, out var name) ? Find(scope, kindNode, name) : null;
        scope.Leave();
        return kind is not null && kind.TryRead(scope, node, out value);
    }

    private static PolicyKind? Find(ReadScope scope, ConfigNode node, string name)
    {
        var kind = PolicyKinds.Find(name);
        if (kind is null)
        {
            scope.Error(node, ReadScope.Quote(node) + " is not a policy", Suggest.From(name, PolicyKinds.Names));
        }

        return kind;
    }
}
