using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A plan: <c>single</c> (<see langword="null"/>), or <c>{ kind: cascade, … }</c>.</summary>
internal sealed class PlanShape : Shape<PlanDraft?>
{
    private static readonly ChoiceShape<bool> Word = new("a plan", [("single", true)]);
    private static readonly WordShape Kind = new("a plan", "one of single, cascade, parallel", WordShape.SimplePattern);
    private static readonly SectionShape<SingleDraft> Single = new(
        "a plan", "`plan: single`", () => new SingleDraft(), [new Key<SingleDraft, bool>("kind", Word, "One candidate at a time.", (_, _, _) => { })]);

    public override void Describe(Utf8JsonWriter json) => SchemaText.AnyOf(json, Word.Describe, Single.Describe, CascadeDraft.Shape.Describe, ParallelDraft.Shape.Describe);

    public override bool TryRead(ReadScope scope, ConfigNode node, out PlanDraft? value)
    {
        value = null;
        if (node.Kind != ConfigNodeKind.Mapping)
        {
            return ReadWord(scope, node);
        }

        var kindNode = node.Entries.Find(entry => entry.Key.Text == "kind").Value;
        if (kindNode is null)
        {
            scope.Error(node, "`kind` is missing", "Write `kind: ` and one of single, cascade, parallel.");
            return false;
        }

        scope.Enter("kind");
        var isRead = Kind.TryRead(scope, kindNode, out var kind);
        scope.Leave();
        return isRead && kind switch
        {
            "single" => Single.TryRead(scope, node, out _),
            "cascade" => CascadeDraft.TryRead(scope, node, out value),
            "parallel" => ParallelDraft.TryRead(scope, node, out value),
            _ => Unknown(scope, kindNode, kind),
        };
    }

    private static bool ReadWord(ReadScope scope, ConfigNode node)
    {
        if (node.Kind == ConfigNodeKind.Scalar && node.Text is "cascade" or "parallel")
        {
            scope.Error(node, "`" + node.Text + "` needs more than its name", "Write `plan: " + (node.Text == "cascade" ? CascadeDraft.Example : ParallelDraft.Example) + "`.");
            return false;
        }

        return Word.TryRead(scope, node, out _);
    }

    private static bool Unknown(ReadScope scope, ConfigNode node, string kind)
    {
        scope.Error(node, ReadScope.Quote(node) + " is not a plan", Suggest.From(kind, ["single", "cascade", "parallel"]));
        return false;
    }

    private sealed class SingleDraft : Draft;
}
