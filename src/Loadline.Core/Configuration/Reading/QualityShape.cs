using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary><c>quality: uncertified</c>, the one thing this version knows about quality lines.</summary>
internal sealed class QualityShape : Shape<bool>
{
    private static readonly ChoiceShape<bool> Word = new("a quality line", [("uncertified", true)]);

    public override void Describe(Utf8JsonWriter json) => Word.Describe(json);

    public override bool TryRead(ReadScope scope, ConfigNode node, out bool value)
    {
        value = true;
        if (node.Kind == ConfigNodeKind.Mapping)
        {
            scope.Error(node, "a certified quality line is not in this version of Loadline", "Write `quality: uncertified`.");
            return false;
        }

        return Word.TryRead(scope, node, out value);
    }
}
