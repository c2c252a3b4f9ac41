using Loadline.Core.Hedging;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's hedging as read.</summary>
internal sealed class HedgeDraft : Draft
{
    public static SectionShape<HedgeDraft> Shape { get; } = new(
        "hedging",
        "`{ quantile: 0.95, max_share: 5% }`, or `on`",
        () => new HedgeDraft(),
        [
            new Key<HedgeDraft, double>(
                "quantile",
                new NumberShape("a quantile from 0.5 to 0.999", "`0.95`", 0.5, 0.999),
                "The quantile of the deployment's measured times after which a second attempt is sent. Default: 0.94.",
                (draft, quantile, _) => draft.Config = draft.Config with { Quantile = quantile }),
            new Key<HedgeDraft, TimeSpan>(
                "min_delay",
                new DurationShape(mayBeZero: true),
                "The shortest wait before a second attempt. Default: 50ms.",
                (draft, delay, place) => (draft.Config, draft.MinDelay) = (draft.Config with { MinDelay = delay }, place)),
            new Key<HedgeDraft, TimeSpan>(
                "max_delay",
                new DurationShape(),
                "The longest wait before a second attempt. Default: 30s.",
                (draft, delay, _) => draft.Config = draft.Config with { MaxDelay = delay }),
            new Key<HedgeDraft, double>(
                "max_share",
                new ShareShape(),
                "The most second attempts, as a share of the route's requests. Default: 7%.",
                (draft, share, place) => (draft.Config, draft.MaxShare) = (draft.Config with { MaxShare = share }, place)),
            new Key<HedgeDraft, HedgeTo>(
                "to",
                new ChoiceShape<HedgeTo>("who second attempts go to", [("deployments", HedgeTo.Deployments), ("candidates", HedgeTo.Candidates)]),
                "deployments: others of the same model; candidates: those expected to answer no worse, too. Default: deployments.",
                (draft, to, _) => draft.Config = draft.Config with { To = to }),
        ]);

    public HedgeConfig Config { get; private set; } = new();

    public Place? MinDelay { get; private set; }

    public Place? MaxShare { get; private set; }
}
