using Loadline.Core.Agents;
using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="StagePolicyConfig"/> is written.</summary>
internal sealed class StagePolicyKind() : PolicyKindOf<StagePolicyKind.Keys>(
    StagePolicy.ConfigName,
    "By where an agent stands in its work, as its tool history tells.",
    Sample,
    new Key<Keys, StageUses>(
        "use",
        StageUses.Shape,
        "Each stage's candidate; a stage left out goes to the reference.",
        (draft, uses, place) => draft.Use = new(uses, place))
    { Required = "use: { exploring: small, trouble: large }" },
    new Key<Keys, double>(
        "escalate_after",
        Count("2"),
        "Failed tool results one after another that call trouble. Default: 2.",
        (draft, count, _) => draft.Latch = draft.Latch with { EscalateAfter = (int)count }),
    new Key<Keys, double>(
        "release_after",
        Count("3"),
        "Good tool results one after another that end it. Default: 3.",
        (draft, count, _) => draft.Latch = draft.Latch with { ReleaseAfter = (int)count }),
    new Key<Keys, double>(
        "repeats",
        new NumberShape("a number from 2 to 8", "`3`", 2, 8, whole: true),
        "How often the same call among the last eight calls trouble. Default: 3.",
        (draft, count, _) => draft.Latch = draft.Latch with { Repeats = (int)count }))
{
    private const string Sample = "{ kind: stage, use: { exploring: small, producing: medium, trouble: large } }";

    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        var named = draft.Use.Value.Named;
        if (named.Count > 0)
        {
            return new PolicyDraft(
                new StagePolicyConfig([.. named.Select(pair => KeyValuePair.Create(pair.Stage, pair.Candidate.Value))], draft.Latch),
                [.. named.Select(pair => pair.Candidate)]);
        }

        scope.Error(draft.Use.Place, "no stage has a candidate", "Write `use: { exploring: small, trouble: large }`.");
        return null;
    }

    private static NumberShape Count(string example) => new("a number from 1 to 100", "`" + example + "`", 1, 100, whole: true);

    internal sealed class Keys : Draft
    {
        public Located<StageUses> Use { get; set; }

        public StageLatch Latch { get; set; } = StageLatch.Default;
    }

    /// <summary>The stages' candidates as read.</summary>
    internal sealed class StageUses : Draft
    {
        public static SectionShape<StageUses> Shape { get; } = new(
            "candidates by stage",
            "`{ exploring: small, producing: medium, trouble: large }`",
            () => new StageUses(),
            [.. AgentStages.Names.Select((name, index) => new Key<StageUses, string>(
                name,
                WordShape.Candidate,
                "The candidate for this stage.",
                (draft, candidate, place) => draft.Named.Add(((AgentStage)index, new(candidate, place)))))]);

        public List<(AgentStage Stage, Located<string> Candidate)> Named { get; } = [];
    }
}
