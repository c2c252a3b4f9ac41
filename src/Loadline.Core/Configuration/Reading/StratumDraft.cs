using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A stratum of audits as read.</summary>
internal sealed class StratumDraft : Draft
{
    public static SectionShape<StratumDraft> Shape { get; } = new(
        "a stratum",
        "`{ when: { task: math }, rate: 10% }`",
        () => new StratumDraft(),
        [
            new Key<StratumDraft, Condition>(
                "when",
                ConditionShape.Instance,
                "Which requests; of several strata the first whose condition holds counts.",
                (draft, when, _) => draft.When = when)
            {
                Required = "when: { task: math }",
            },
            new Key<StratumDraft, double>(
                "rate",
                new ShareShape(),
                "The probability with which one of them is audited.",
                (draft, rate, place) => (draft.Rate, draft.RatePlace) = (rate, place)) { Required = "rate: 10%" },
        ]);

    public Condition? When { get; private set; }

    public double Rate { get; private set; }

    public Place? RatePlace { get; private set; }
}
