using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="TieredPolicyConfig"/> is written.</summary>
internal sealed class TieredPolicyKind() : PolicyKindOf<TieredPolicyKind.Keys>(
    TieredPolicy.ConfigName,
    "A candidate for each band of complexity, weakest first.",
    Sample,
    new Key<Keys, List<Located<TierDraft>>>(
        "tiers",
        new ListShape<Located<TierDraft>>(
            new LocatedShape<TierDraft>(TierDraft.Shape),
            "`[{ below: 0.3, use: small }, { use: large }]`",
            most: 64),
        "The bands, weakest candidate first; the last has no bound.",
        (draft, tiers, _) => draft.Tiers = tiers)
    { Required = "tiers: [{ below: 0.3, use: small }, { use: large }]" })
{
    private const string Sample = "{ kind: tiered, tiers: [{ below: 0.3, use: small }, { use: large }] }";

    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        var before = scope.Errors.Count;
        var last = 0.0;
        for (var i = 0; i < draft.Tiers.Count; i++)
        {
            var tier = draft.Tiers[i];
            CheckBound(scope, tier, isLast: i == draft.Tiers.Count - 1, last);
            last = tier.Value.Below ?? last;
        }

        return scope.Errors.Count > before ? null : new PolicyDraft(
            new TieredPolicyConfig([.. draft.Tiers.Select(tier => new Tier(tier.Value.Below, tier.Value.Use.Value))]),
            [.. draft.Tiers.Select(tier => tier.Value.Use)]);
    }

    private static void CheckBound(ReadScope scope, Located<TierDraft> tier, bool isLast, double last)
    {
        if (isLast && tier.Value.Below is not null)
        {
            scope.Error(
                tier.Place,
                "the last tier has a bound, so nothing answers what lies above",
                "Add a last tier without `below`, such as `{ use: large }`.");
        }
        else if (!isLast && tier.Value.Below is null)
        {
            scope.Error(tier.Place, "a tier before the last has no bound", "Write `below: 0.3`, or move the tier to the end.");
        }
        else if (tier.Value.Below <= last)
        {
            scope.Error(tier.Place, "the bounds do not rise", "Write the tiers from the lowest `below` to the highest.");
        }
    }

    internal sealed class Keys : Draft
    {
        public List<Located<TierDraft>> Tiers { get; set; } = [];
    }
}
