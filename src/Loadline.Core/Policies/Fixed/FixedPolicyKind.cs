using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="FixedPolicyConfig"/> is written.</summary>
internal sealed class FixedPolicyKind() : PolicyKindOf<FixedPolicyKind.Draft>(
    FixedPolicy.ConfigName,
    "Always the same candidate.",
    "{ kind: fixed, use: large }",
    new Key<Draft, string>("use", WordShape.Candidate, "The candidate.", (draft, name, place) => draft.Use = new(name, place)) { Required = "use: large" })
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Draft draft) =>
        new(new FixedPolicyConfig(draft.Use.Value), [draft.Use]);

    internal sealed class Draft
    {
        public Located<string> Use { get; set; }
    }
}
