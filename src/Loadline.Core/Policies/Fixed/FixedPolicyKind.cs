using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="FixedPolicyConfig"/> is written.</summary>
internal sealed class FixedPolicyKind() : PolicyKindOf<FixedPolicyKind.Keys>(
    FixedPolicy.ConfigName,
    "Always the same candidate.",
    "{ kind: fixed, use: large }",
    new Key<Keys, string>(
        "use",
        WordShape.Candidate,
        "The candidate.",
        (draft, name, place) => draft.Use = new(name, place))
    { Required = "use: large" })
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft) =>
        new(new FixedPolicyConfig(draft.Use.Value), [draft.Use]);

    internal sealed class Keys : Draft
    {
        public Located<string> Use { get; set; }
    }
}
