using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A rule as read.</summary>
internal sealed class RuleDraft : Draft
{
    public static SectionShape<RuleDraft> Shape { get; } = new(
        "a rule",
        "`{ name: long, when: { tokens: \"> 30k\" }, use: large }`",
        () => new RuleDraft(),
        [
            new Key<RuleDraft, string>(
                "name",
                new WordShape("a name without spaces", "`long`", WordShape.SimplePattern),
                "The rule's name, as reasons and records show it.",
                (draft, name, place) => draft.Name = new(name, place)) { Required = "name: long" },
            new Key<RuleDraft, Condition>(
                "when",
                ConditionShape.Instance,
                "The condition; the first rule whose condition holds decides.",
                (draft, when, _) => draft.When = when)
            {
                Required = "when: { tokens: \"> 30k\" }",
            },
            new Key<RuleDraft, string>(
                "use",
                WordShape.Candidate,
                "The one candidate that such requests go to.",
                (draft, name, place) => draft.Use = new(name, place)),
            new Key<RuleDraft, List<Located<string>>>(
                "pool",
                RouteDraft.Names,
                "The candidates that are left for such requests.",
                (draft, pool, place) => draft.Pool = new(pool, place)),
            new Key<RuleDraft, PolicyDraft>(
                "policy",
                PolicyShape.Instance,
                "The policy for such requests; the route's where left out.",
                (draft, policy, place) => draft.Policy = new(policy, place)),
            new Key<RuleDraft, string>(
                "residency",
                new WordShape("one word", "`eu` or `on-premises`", WordShape.SimplePattern),
                "The residency that whoever serves such a request must state, in observe mode and after failures, too.",
                (draft, residency, place) => draft.Residency = new(residency, place)),
        ]);

    public Located<string>? Name { get; set; }

    public Condition? When { get; set; }

    public Located<string>? Use { get; set; }

    public Located<List<Located<string>>>? Pool { get; set; }

    public Located<PolicyDraft>? Policy { get; set; }

    public Located<string>? Residency { get; set; }
}
