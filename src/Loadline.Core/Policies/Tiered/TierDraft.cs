using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>A tier as read.</summary>
internal sealed class TierDraft : Draft
{
    public static SectionShape<TierDraft> Shape { get; } = new(
        "a tier",
        "`{ below: 0.3, use: small }`",
        () => new TierDraft(),
        [
            new Key<TierDraft, double>(
                "below",
                new NumberShape("a complexity above 0, up to 1", "`0.3`", 1e-6, 1),
                "The complexity that the tier ends at, itself not included; left out for the last tier.",
                (draft, below, _) => draft.Below = below),
            new Key<TierDraft, string>(
                "use",
                WordShape.Candidate,
                "The candidate.",
                (draft, use, place) => draft.Use = new(use, place)) { Required = "use: small" },
        ]);

    public double? Below { get; set; }

    public Located<string> Use { get; set; }
}
