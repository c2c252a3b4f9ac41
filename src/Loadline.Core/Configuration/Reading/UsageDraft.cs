using Loadline.Core.Limits;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Limits on use as read.</summary>
internal sealed class UsageDraft : Draft
{
    private const int MostOfOneKind = 4;

    public static SectionShape<UsageDraft> Shape { get; } = new(
        "limits on use",
        "`{ requests: 60/minute, budget: 500/month }`",
        () => new UsageDraft(),
        [
            Key(LimitedUse.Requests, "Requests in a time."),
            Key(LimitedUse.Tokens, "Prompt and generated tokens in a time; estimated at first, corrected when the request has ended."),
            Key(LimitedUse.Cost, "USD in a time, as a rate."),
            new Key<UsageDraft, UsageLimit>(
                UsageLimitText.Name(LimitedUse.Concurrency),
                new UsageLimitShape(LimitedUse.Concurrency),
                "Requests at once.",
                (draft, limit, _) => draft.Limits.Add(limit)),
            Key(LimitedUse.Budget, "USD a calendar minute, hour, day or month (UTC): each request's worst case is reserved before it starts."),
        ]);

    public List<UsageLimit> Limits { get; } = [];

    private static Key<UsageDraft, List<UsageLimit>> Key(LimitedUse use, string description) => new(
        UsageLimitText.Name(use),
        new ListShape<UsageLimit>(
            new UsageLimitShape(use), use is LimitedUse.Cost or LimitedUse.Budget ? "`[2.50/day, 50/month]`" : "`[60/minute, 1k/day]`", allowsSingle: true, most: MostOfOneKind),
        description,
        (draft, limits, _) => draft.Limits.AddRange(limits));
}
