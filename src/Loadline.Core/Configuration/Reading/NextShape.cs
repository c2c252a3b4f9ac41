using System.Text.Json;
using Loadline.Core.Cascades;
using Loadline.Core.Predictors;

namespace Loadline.Core.Configuration.Reading;

/// <summary>How a cascade chooses its next step: <c>{ artifact: auto.policy, lambda: 0.1 }</c>.</summary>
internal sealed class NextShape : Shape<CascadeNext?>
{
    private static readonly SectionShape<NextDraft> Section = new(
        "how the next step is chosen",
        "`{ artifact: auto.policy, lambda: 0.1 }`",
        () => new NextDraft(),
        [
            new Key<NextDraft, string>(
                "artifact",
                new PathShape("the file that `loadline train` wrote", "`auto.policy`"),
                "The policy artifact whose expectations are used; from this file's own folder where it is not absolute.",
                (draft, path, _) => draft.Artifact = path) { Required = "artifact: auto.policy" },
            new Key<NextDraft, double>(
                "lambda",
                new NumberShape("a number from 0 to 1m", "`0.1`", 0, 1e6),
                "How much quality the mean cost of one reference call is worth. Default: 0.1.",
                (draft, lambda, _) => draft.Lambda = lambda),
        ]);

    public static NextShape Instance { get; } = new();

    public override void Describe(Utf8JsonWriter json) => Section.Describe(json);

    public override bool TryRead(ReadScope scope, ConfigNode node, out CascadeNext? value)
    {
        value = null;
        if (!Section.TryRead(scope, node, out var draft) || draft.Artifact.Length == 0)
        {
            return false;
        }

        try
        {
            value = new CascadeNext(PolicyArtifactFile.Load(scope.Depend(draft.Artifact)), draft.Lambda);
            return true;
        }
        catch (PolicyArtifactException error)
        {
            scope.Error(node, "this artifact cannot be used", error.Message);
            return false;
        }
    }

    private sealed class NextDraft : Draft
    {
        public string Artifact { get; set; } = "";

        public double Lambda { get; set; } = 0.1;
    }
}
