using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="CheapestPolicyConfig"/> is written.</summary>
internal sealed class CheapestPolicyKind() : PolicyKindOf<CheapestPolicyKind.Keys>(
    CheapestPolicy.ConfigName,
    "The candidate with the least expected cost; unknown prices last.",
    "cheapest",
    new Key<Keys, LimitKeys>(
        "prefer",
        LimitKeys.Shape,
        "Soft limits: candidates that keep them go before those that do not.",
        (draft, limits, place) => draft.Prefer = new(limits, place)))
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        if (draft.Prefer is { Value.Limits: { FirstToken: null, Total: null, InFlight: null } } empty)
        {
            scope.Error(empty.Place, "no soft limit is written", "Write `prefer: { ttft: 2s }`, or take it out.");
            return null;
        }

        return new PolicyDraft(new CheapestPolicyConfig { Prefer = draft.Prefer?.Value.Limits }, []);
    }

    internal sealed class Keys : Draft
    {
        public Located<LimitKeys>? Prefer { get; set; }
    }

    /// <summary>The soft limits as read.</summary>
    internal sealed class LimitKeys : Draft
    {
        public static SectionShape<LimitKeys> Shape { get; } = new(
            "soft limits",
            "`{ ttft: 2s, in_flight: 20 }`",
            () => new LimitKeys(),
            [
                new Key<LimitKeys, TimeSpan>(
                    "ttft",
                    new DurationShape(),
                    "The longest mean time to the first token lately.",
                    (draft, time, _) => draft.Limits = draft.Limits with { FirstToken = time }),
                new Key<LimitKeys, TimeSpan>(
                    "total",
                    new DurationShape(),
                    "The longest mean time of a whole answer lately.",
                    (draft, time, _) => draft.Limits = draft.Limits with { Total = time }),
                new Key<LimitKeys, double>(
                    "in_flight",
                    new NumberShape("a number of calls from 1 to 1m", "`20`", 1, 1e6, whole: true),
                    "The calls under way at which the next had better go elsewhere.",
                    (draft, calls, _) => draft.Limits = draft.Limits with { InFlight = (long)calls }),
            ]);

        public SoftLimits Limits { get; set; } = new(null, null, null);
    }
}
