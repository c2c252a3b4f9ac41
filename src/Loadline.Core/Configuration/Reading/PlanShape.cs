using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary><c>plan: single</c>, the one plan of this version.</summary>
internal sealed class PlanShape : Shape<bool>
{
    private static readonly ChoiceShape<bool> Word = new("a plan", [("single", true)], "cascade", "parallel");

    public override void Describe(Utf8JsonWriter json) => Word.Describe(json);

    public override bool TryRead(ReadScope scope, ConfigNode node, out bool value)
    {
        value = true;
        var kind = node.Kind == ConfigNodeKind.Mapping ? node.Entries.Find(entry => entry.Key.Text == "kind").Value : null;
        if (node.Kind == ConfigNodeKind.Mapping && kind?.Text != "single")
        {
            scope.Error(node, "the plan `" + (kind?.Text ?? "…") + "` is not in this version of Loadline", "Write `plan: single`.");
            return false;
        }

        return kind is not null || Word.TryRead(scope, node, out value);
    }
}
