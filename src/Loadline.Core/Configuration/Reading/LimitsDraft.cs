namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's limits as read.</summary>
internal sealed class LimitsDraft : Draft
{
    public static SectionShape<LimitsDraft> Shape { get; } = new(
        "limits",
        "`{ max_ttft: 2s, max_cost_usd: 0.05 }`",
        () => new LimitsDraft(),
        [
            new Key<LimitsDraft, TimeSpan>(
                "max_ttft",
                new DurationShape(),
                "The longest time to the first token that a candidate may have shown lately.",
                (draft, time, _) => draft.Limits = draft.Limits with { MaxTimeToFirstToken = time }),
            new Key<LimitsDraft, double>(
                "max_cost_usd",
                new NumberShape("a cost above 0, up to 1m USD", "`0.05`", 1e-9, 1e6),
                "The most a request may be expected to cost, in USD.",
                (draft, cost, _) => draft.Limits = draft.Limits with { MaxCostUsd = cost }),
        ]);

    public RouteLimits Limits { get; set; } = new();
}
